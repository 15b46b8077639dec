package dev.pullable.testregistry;

import dev.pullable.platform.Platform;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of an index to build.
///
/// @param platform null for an entry that states none
public record IndexEntry(
    BuiltManifest manifest, @Nullable Platform platform, Map<String, String> annotations) {

  public IndexEntry {
    annotations = Map.copyOf(annotations);
  }

  public static IndexEntry of(Platform platform, BuiltManifest manifest) {
    return new IndexEntry(manifest, platform, Map.of());
  }

  public static IndexEntry platformless(BuiltManifest manifest) {
    return new IndexEntry(manifest, null, Map.of());
  }

  /// What BuildKit adds beside an image: an attestation of it, no image itself.
  public static IndexEntry attestationOf(BuiltManifest image) {
    Map<String, String> annotations =
        Map.of(
            "vnd.docker.reference.type",
            "attestation-manifest",
            "vnd.docker.reference.digest",
            image.digest().toString());
    BuiltManifest attestation =
        TestImages.artifact("application/vnd.in-toto+json", "of " + image.digest());
    return new IndexEntry(attestation, Platform.of("unknown", "unknown"), annotations);
  }
}
