package dev.pullable.platform;

import java.util.List;

/// A platform as OCI describes it. Absent members are empty, never null.
///
/// @param os such as `linux`
/// @param architecture such as `amd64`
/// @param variant the CPU variant such as `v7`, or empty
/// @param osVersion such as `10.0.20348.1`; counts on Windows only
/// @param osFeatures features that a node must have, such as `win32k`
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {

  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, "", "", List.of());
  }
}
