package dev.pullable.platform;

/// The aliases of platform names (containerd/platforms: database.go).
final class PlatformNames {
  private PlatformNames() {}

  /// @param osOfNode what an absent os stands for: containerd takes the one it runs on
  static Platform normalize(Platform platform, String osOfNode) {
    String variant = lowerCase(platform.variant());
    String architecture = lowerCase(platform.architecture());
    Platform named =
        new Platform(
            os(platform.os(), osOfNode),
            architecture,
            variant,
            platform.osVersion(),
            platform.osFeatures());
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
    String name = lowerCase(os.isEmpty() ? osOfNode : os);
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

  /// Character by character, as Go does; Java's own makes two characters of `İ`.
  private static String lowerCase(String name) {
    StringBuilder lower = new StringBuilder(name.length());
    name.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }
}
