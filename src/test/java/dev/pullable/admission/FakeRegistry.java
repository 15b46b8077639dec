package dev.pullable.admission;

import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/// A registry with an image under every name, but for repositories with `missing` in theirs, and
/// those it was told about.
final class FakeRegistry implements Registry {
  private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));

  private final Map<String, ManifestAnswer> answers = new ConcurrentHashMap<>();
  private final Map<String, RuntimeException> faults = new ConcurrentHashMap<>();
  private final Set<String> hanging = new ConcurrentSkipListSet<>();
  private final Set<String> asked = new ConcurrentSkipListSet<>();

  void answer(String repository, ManifestAnswer answer) {
    answers.put(repository, answer);
  }

  void fail(String repository, RuntimeException fault) {
    faults.put(repository, fault);
  }

  /// Never answers, whatever the deadline.
  void hang(String repository) {
    hanging.add(repository);
  }

  /// What was asked for, as `repository:reference`.
  Set<String> asked() {
    return asked;
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    asked.add(request.repository() + ":" + request.reference());
    if (hanging.contains(request.repository())) {
      LockSupport.parkNanos(Long.MAX_VALUE);
    }
    RuntimeException fault = faults.get(request.repository());
    if (fault != null) {
      throw fault;
    }
    return answers.getOrDefault(
        request.repository(),
        request.repository().contains("missing")
            ? new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST)
            : image());
  }

  /// Is not asked: an index states the platforms itself.
  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    throw new AssertionError(request);
  }

  private static ManifestAnswer image() {
    Manifest.Descriptor image =
        new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.manifest.v1+json", 7);
    return new ManifestAnswer.Found(
        DIGEST,
        new Manifest.Index(
            List.of(new Manifest.Entry(image, Optional.of(Platform.of("linux", "amd64")), false))));
  }
}
