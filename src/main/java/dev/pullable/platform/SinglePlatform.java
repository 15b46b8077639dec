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
    Platform it = PlatformNames.normalize(other, platform.os());
    return platform.os().equals(it.os())
        && platform.architecture().equals(it.architecture())
        && platform.variant().equals(it.variant())
        && (!isWindows() || WindowsVersion.isCompatible(platform.osVersion(), it.osVersion()))
        && hasFeatures(it.osFeatures());
  }

  private boolean isWindows() {
    return platform.os().equals(WINDOWS);
  }

  private boolean hasFeatures(List<String> wanted) {
    List<String> left = new ArrayList<>(platform.osFeatures());
    List<String> asked = new ArrayList<>(wanted);
    if (isWindows()) {
      asked.remove(WIN32K);
    }
    for (String feature : asked) {
      if (!left.remove(feature)) {
        return false;
      }
    }
    return true;
  }
}
