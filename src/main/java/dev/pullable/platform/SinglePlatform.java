package dev.pullable.platform;

import java.util.ArrayList;
import java.util.List;

/// One platform that a node takes (containerd/platforms: `NewMatcher`).
final class SinglePlatform {
  private static final String WINDOWS = "windows";
  private static final String WIN32K = "win32k";

  private final Platform platform;

  SinglePlatform(Platform platform) {
    this.platform = PlatformNames.normalize(platform, platform.os());
  }

  boolean matches(Platform other) {
    Platform it =
        PlatformNames.normalize(isWindows() ? withoutWin32k(other) : other, platform.os());
    return platform.os().equals(it.os())
        && platform.architecture().equals(it.architecture())
        && platform.variant().equals(it.variant())
        && (!isWindows() || WindowsVersion.isCompatible(platform.osVersion(), it.osVersion()))
        && platform.osFeatures().containsAll(it.osFeatures());
  }

  private boolean isWindows() {
    return platform.os().equals(WINDOWS);
  }

  /// containerd takes it off once, from a node of Windows that does not state it.
  private static Platform withoutWin32k(Platform other) {
    List<String> features = new ArrayList<>(other.osFeatures());
    features.remove(WIN32K);
    return new Platform(
        other.os(), other.architecture(), other.variant(), other.osVersion(), features);
  }
}
