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
  /// @param layers how many layers it has
  /// @param layersSize the sum of the different layers' compressed sizes, in bytes
  record Image(Descriptor config, int layers, long layersSize) implements Manifest {}

  /// A manifest whose config is of a type that images do not have: a Helm chart, an SBOM, a
  /// signature. containerd minds the type no more than that of layers (seen with 1.6): it pulls
  /// whatever has a config that lists as many layers as the manifest.
  ///
  /// @param type its artifact type or config media type
  /// @param image what it is as an image
  record Artifact(String type, Image image) implements Manifest {}

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
