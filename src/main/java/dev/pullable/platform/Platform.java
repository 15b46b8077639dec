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

  Platform withVariant(String other) {
    return withArchitecture(architecture, other);
  }

  Platform withArchitecture(String otherArchitecture, String otherVariant) {
    return new Platform(os, otherArchitecture, otherVariant, osVersion, osFeatures);
  }

  /// As people write it: `linux/arm/v7`.
  @Override
  public String toString() {
    String name = os + "/" + architecture;
    return variant.isEmpty() ? name : name + "/" + variant;
  }
}
