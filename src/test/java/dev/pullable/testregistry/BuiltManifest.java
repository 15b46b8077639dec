package dev.pullable.testregistry;

import dev.pullable.reference.Digest;
import java.util.List;
import java.util.Map;

/// A manifest as it goes to a registry, with all that must be there before it.
///
/// @param digest under which registries know it: that of its bytes, but for signed schema 1
///   manifests
/// @param blobs configs and layers by digest; layers whose size is only claimed are left out
/// @param children the manifests that an index refers to
public record BuiltManifest(
    Digest digest,
    String mediaType,
    byte[] bytes,
    Map<String, byte[]> blobs,
    List<BuiltManifest> children) {

  public BuiltManifest {
    blobs = Map.copyOf(blobs);
    children = List.copyOf(children);
  }

  /// Any bytes under any media type.
  public static BuiltManifest of(String mediaType, byte[] bytes) {
    return of(mediaType, bytes, Map.of(), List.of());
  }

  static BuiltManifest of(
      String mediaType, byte[] bytes, Map<String, byte[]> blobs, List<BuiltManifest> children) {
    return new BuiltManifest(TestImages.sha256(bytes), mediaType, bytes, blobs, children);
  }
}
