package dev.pullable.resolution;

import dev.pullable.platform.Platform;
import java.util.Optional;

/// How an image serves the Nodes of one platform.
///
/// @param node the Nodes' platform
/// @param image the platform of what they pull, where it is stated
public record PlatformFit(Platform node, Optional<Platform> image, Fit fit) {

  /// Whether it serves them.
  public enum Fit {
    SERVED,
    UNSERVED,
    /// It depends on what a Node does not tell.
    UNCERTAIN,
    /// The registry did not answer.
    UNKNOWN
  }
}
