package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.conformance.Vectors;
import dev.pullable.credential.DockerConfig.Layout;
import dev.pullable.credential.DockerConfig.Malformed;
import dev.pullable.credential.DockerConfig.Parsed;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any value of a pull secret is entries that survive being written again, or malformed and silent;
/// and a keyring gives only credentials that are in it.
class DockerConfigFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> REPOSITORIES =
      List.of(
          "docker.io/library/nginx", "reg.io:5000/team/app", "a.b.example.com/x", "[::1]:5000/a");

  static Stream<byte[]> seeds() {
    return Vectors.cases("keyring.json")
        .map(it -> it.getPayload().required("secrets"))
        .flatMap(
            secrets -> Stream.iterate(0, i -> i < secrets.size(), i -> i + 1).map(secrets::get))
        .flatMap(secret -> secret.path("data").valueStream())
        .map(JsonNode::textValue)
        .map(Base64.getDecoder()::decode)
        .filter(value -> value.length < 2_000);
  }

  @MethodSource("seeds")
  @FuzzTest
  void aValueIsEntriesOrMalformedAndTheKeyringAddsNothing(byte[] value)
      throws JsonProcessingException {
    for (Layout layout : Layout.values()) {
      switch (DockerConfig.read(layout, value)) {
        case Parsed parsed -> check(layout, parsed, value);
        case Malformed(String detail) -> {
          assertThat(detail).isNotBlank().hasSizeLessThan(2_000).doesNotContainPattern("\\p{Cc}");
          // Without a value the kubelet passes the secret over.
          assertThat(Keyring.of(List.of(secret(layout, value))))
              .isInstanceOf(value.length == 0 ? Keyring.class : KeyringResult.Broken.class);
        }
      }
    }
  }

  private static void check(Layout layout, Parsed parsed, byte[] value)
      throws JsonProcessingException {
    assertThat(DockerConfig.read(layout, written(layout, parsed)))
        .isInstanceOfSatisfying(
            Parsed.class, it -> assertThat(it.entries()).isEqualTo(parsed.entries()));
    Keyring keyring = (Keyring) Keyring.of(List.of(secret(layout, value)));
    assertThat(keyring.entries()).hasSameSizeAs(parsed.entries());
    for (String repository : REPOSITORIES) {
      for (Credential credential : keyring.lookup(repository)) {
        assertThat(parsed.entries())
            .anyMatch(entry ->
                entry.username().equals(credential.username())
                    && entry.password().equals(credential.password()));
      }
      assertThat(keyring.trace(repository)).hasSameSizeAs(parsed.entries());
    }
  }

  private static byte[] written(Layout layout, Parsed parsed) throws JsonProcessingException {
    ObjectNode registries = JSON.createObjectNode();
    for (DockerConfig.Entry entry : parsed.entries()) {
      registries
          .putObject(entry.registry())
          .put("username", entry.username())
          .put("password", entry.password().reveal());
    }
    return JSON.writeValueAsBytes(
        layout == Layout.LEGACY ? registries : JSON.createObjectNode().set("auths", registries));
  }

  private static PullSecret secret(Layout layout, byte[] value) {
    return new PullSecret("shop", "pull", layout.secretType(), Map.of(layout.key(), value));
  }
}
