package dev.pullable.resolution;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestSelector;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Registry.ConfigRequest;
import dev.pullable.registry.Registry.ManifestRequest;

/// Parts of an image, fetched as the image was.
///
/// @param request the request that found it
record ImageParts(Registry registry, ManifestRequest request, Deadline deadline)
    implements ManifestSelector.Content {

  @Override
  public ManifestAnswer manifest(Manifest.Descriptor descriptor) {
    return registry.manifest(
        new ManifestRequest(
            request.endpoint(),
            request.repository(),
            descriptor.digest().toString(),
            descriptor.digest(),
            request.credential()),
        deadline);
  }

  @Override
  public ConfigAnswer config(Manifest.Descriptor descriptor) {
    return registry.config(
        new ConfigRequest(
            request.endpoint(), request.repository(), descriptor, request.credential()),
        deadline);
  }
}
