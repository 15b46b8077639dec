package dev.pullable.registry;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.util.List;
import java.util.Optional;

/// What a reference resolves to, as far as a pull is concerned.
public sealed interface Manifest {

  /// An image index or a Docker manifest list, with every entry in its order.
  record Index(List<Entry> entries) implements Manifest {
    public Index {
      entries = List.copyOf(entries);
    }
  }

  /// A single image.
  ///
  /// @param config the descriptor of its config blob
  /// @param layersSize the sum of the compressed layers' sizes, in bytes
  record Image(Descriptor config, long layersSize) implements Manifest {}

  /// A manifest without a runnable config: a Helm chart, an SBOM, a signature.
  ///
  /// @param type its artifact type or config media type
  record Artifact(String type) implements Manifest {}

  /// A Docker schema 1 manifest, which containerd no longer pulls.
  record SchemaOne() implements Manifest {}

  /// Something of another media type, which containerd does not take for a manifest.
  record Unknown(String mediaType) implements Manifest {}

  /// What a manifest points at.
  ///
  /// @param size in bytes, as stated
  record Descriptor(Digest digest, String mediaType, long size) {}

  /// One entry of an index.
  ///
  /// @param platform its platform; absent where the descriptor has none
  /// @param attestation whether it describes another entry and is no image itself
  record Entry(Descriptor descriptor, Optional<Platform> platform, boolean attestation) {}
}
