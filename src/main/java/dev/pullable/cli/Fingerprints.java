package dev.pullable.cli;

import com.google.common.hash.Hashing;
import dev.pullable.reference.EmbeddedSecrets;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What makes a finding the same one in the next check: its file, object, container, image and
/// reason, wherever they have moved to.
final class Fingerprints {
  /// Not `primaryLocationLineHash`, which GitHub's upload action computes itself, with a warning
  /// for each that is another (codeql-action: src/fingerprints.ts).
  static final String KEY = "pullable/v1";

  private final WorkingDirectory directory;
  private final Map<String, Integer> seen = new HashMap<>();

  Fingerprints(WorkingDirectory directory) {
    this.directory = directory;
  }

  /// The next finding's. One that cannot be told from an earlier one gets its number.
  String next(CheckFinding it) {
    ContainerImage image = it.finding().image();
    Workload workload = it.workload();
    String identity =
        String.join(
            "\0",
            directory.uri(it.place().file()),
            workload.namespace(),
            workload.kind(),
            workload.name(),
            image.kind().name(),
            image.carrier(),
            // A hash of a short secret is no secret.
            EmbeddedSecrets.hidden(image.image()),
            it.finding().reason().word());
    String hash = Hashing.sha256().hashString(identity, StandardCharsets.UTF_8).toString();
    int number = seen.merge(hash, 1, Integer::sum);
    return hash + ":" + number;
  }
}
