package dev.pullable.platform;

import java.util.Locale;

/// The aliases of platform names (containerd/platforms: database.go).
final class PlatformNames {
  private PlatformNames() {}

  /// @param osOfNode what an absent os stands for: containerd takes the one it runs on
  static Platform normalize(Platform platform, String osOfNode) {
    String variant = platform.variant().toLowerCase(Locale.ROOT);
    String architecture = platform.architecture().toLowerCase(Locale.ROOT);
    Platform named =
        new Platform(
            os(platform.os(), osOfNode),
            architecture,
            variant,
            platform.osVersion(),
            platform.osFeatures().stream().sorted().distinct().toList());
    return switch (architecture) {
      case "i386" -> named.withArchitecture("386", "");
      case "x86_64", "x86-64", "amd64" ->
          named.withArchitecture("amd64", variant.equals("v1") ? "" : variant);
      case "aarch64", "arm64" -> named.withArchitecture("arm64", arm64(variant));
      case "armhf" -> named.withArchitecture("arm", "v7");
      case "armel" -> named.withArchitecture("arm", "v6");
      case "arm" -> named.withVariant(arm(variant));
      default -> named;
    };
  }

  private static String os(String os, String osOfNode) {
    String name = (os.isEmpty() ? osOfNode : os).toLowerCase(Locale.ROOT);
    return name.equals("macos") ? "darwin" : name;
  }

  private static String arm64(String variant) {
    return switch (variant) {
      case "8", "v8", "v8.0" -> "";
      case "9", "9.0", "v9.0" -> "v9";
      default -> variant;
    };
  }

  private static String arm(String variant) {
    return switch (variant) {
      case "", "7" -> "v7";
      case "5", "6", "8" -> "v" + variant;
      default -> variant;
    };
  }
}
