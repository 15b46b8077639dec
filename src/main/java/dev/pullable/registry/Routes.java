package dev.pullable.registry;

import dev.pullable.reference.ImageReference;

/// Where nodes look for images.
@FunctionalInterface
public interface Routes {

  /// The route to an image. Reads files at most; throws nothing.
  Route route(ImageReference reference);
}
