package dev.pullable.cluster;

import dev.pullable.credential.PullSecret;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way from Secrets and ServiceAccounts to what a pull needs of them. Of a Secret's data only
/// what the kubelet would look at is kept, so that nobody's other secrets stay in memory.
final class PullSecretReader {
  private static final Set<String> KEYS = Set.of(".dockerconfigjson", ".dockercfg");

  private PullSecretReader() {}

  /// A Secret.
  ///
  /// @throws UndecodableDataException if a value is not base64
  static PullSecret secret(String namespace, String name, Secret secret)
      throws UndecodableDataException {
    Map<String, String> data = Text.map(secret.getData());
    Map<String, String> stringData = Text.map(secret.getStringData());
    Map<String, byte[]> decoded = new HashMap<>();
    for (String key : KEYS) {
      String written = stringData.get(key);
      String encoded = data.get(key);
      if (written != null) {
        // stringData overwrites data (pkg/apis/core/v1/conversion.go).
        decoded.put(key, written.getBytes(StandardCharsets.UTF_8));
      } else if (encoded != null) {
        decoded.put(key, decode(key, encoded));
      }
    }
    String type = Text.of(secret.getType());
    boolean onlyDockerConfig =
        KEYS.containsAll(data.keySet()) && KEYS.containsAll(stringData.keySet());
    return new PullSecret(
        namespace, name, type.isEmpty() ? "Opaque" : type, decoded, onlyDockerConfig);
  }

  /// The names in a ServiceAccount's list, in order, empty ones kept.
  static List<String> imagePullSecrets(ServiceAccount account) {
    return Objects.requireNonNullElse(
            account.getImagePullSecrets(), List.<@Nullable LocalObjectReference>of())
        .stream()
        .map(reference -> reference == null ? "" : Text.of(reference.getName()))
        .toList();
  }

  /// As Go's encoding/json does: the standard alphabet, padded, line ends ignored.
  private static byte[] decode(String key, String encoded) throws UndecodableDataException {
    String text = encoded.replace("\r", "").replace("\n", "");
    if (text.length() % 4 != 0) {
      throw new UndecodableDataException(key);
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      // Its message would quote the data.
      throw new UndecodableDataException(key);
    }
  }

  /// Data that is not base64; says where, never what.
  static final class UndecodableDataException extends Exception {
    private final String problem;

    UndecodableDataException(String key) {
      super(key);
      problem = "data[\"" + key + "\"] is not base64";
    }

    String problem() {
      return problem;
    }
  }
}
