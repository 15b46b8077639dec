package dev.pullable.resolution;

import dev.pullable.platform.Platform;
import dev.pullable.platform.PlatformMatcher;

/// What a Node may be beyond what it tells: it never tells its CPU variant, which containerd reads
/// from the machine on arm and arm64, and nowhere else.
final class NodeVariants {
  private NodeVariants() {}

  /// The most modest machine that the Node may be.
  static PlatformMatcher ofLeast(Platform node) {
    return PlatformMatcher.only(withUnknown(node, "v8", "v5"));
  }

  /// The most capable machine that the Node may be.
  static PlatformMatcher ofMost(Platform node) {
    return PlatformMatcher.only(withUnknown(node, "v9.7", "v8"));
  }

  /// Whether the platform may be the Node's very own, and none that it falls back to.
  static boolean mayBeExactly(Platform node, Platform platform) {
    Platform own = withUnknown(node, platform.variant(), platform.variant());
    return PlatformMatcher.strictly(own).matches(platform);
  }

  private static Platform withUnknown(Platform node, String arm64, String arm) {
    if (!node.variant().isEmpty()) {
      return node;
    }
    String variant =
        switch (node.architecture()) {
          case "arm64" -> arm64;
          case "arm" -> arm;
          default -> "";
        };
    return new Platform(
        node.os(), node.architecture(), variant, node.osVersion(), node.osFeatures());
  }
}
