package dev.pullable.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which platforms a node takes, and which of them it likes best (containerd/platforms: `Only`,
/// with what a node falls back to).
public final class PlatformMatcher {
  /// The minor versions of arm64, by variant: of its own major version and, from v9 on, of v8.
  private static final Map<String, List<int[]>> ARM64_VERSIONS = arm64Versions();

  private final List<SinglePlatform> accepted;

  private PlatformMatcher(List<SinglePlatform> accepted) {
    this.accepted = accepted;
  }

  /// The matcher of a node, from its platform as containerd detects it.
  public static PlatformMatcher only(Platform node) {
    List<SinglePlatform> accepted = new ArrayList<>();
    for (Platform platform : vector(PlatformNames.normalize(node, node.os()))) {
      accepted.add(new SinglePlatform(platform));
    }
    return new PlatformMatcher(List.copyOf(accepted));
  }

  /// The matcher of a node without what it falls back to (`OnlyStrict`), by which containerd 2.1
  /// and later choose what they fetch.
  public static PlatformMatcher strictly(Platform node) {
    return new PlatformMatcher(List.of(new SinglePlatform(node)));
  }

  /// Whether the node takes the platform.
  public boolean matches(Platform platform) {
    return accepted.stream().anyMatch(it -> it.matches(platform));
  }

  /// Whether the node prefers `a` to `b`.
  boolean prefers(Platform a, Platform b) {
    for (SinglePlatform it : accepted) {
      boolean matchesA = it.matches(a);
      boolean matchesB = it.matches(b);
      if (matchesA && matchesB) {
        return a.osFeatures().size() > b.osFeatures().size();
      }
      if (matchesA || matchesB) {
        return matchesA;
      }
    }
    return false;
  }

  /// Puts first what the node likes best; what it likes equally, and what has no platform, stays in
  /// its order.
  public Comparator<Optional<Platform>> byPreference() {
    return (a, b) -> {
      if (a.isEmpty() || b.isEmpty()) {
        return Boolean.compare(a.isEmpty(), b.isEmpty());
      }
      return prefers(a.get(), b.get()) ? -1 : prefers(b.get(), a.get()) ? 1 : 0;
    };
  }

  /// The platform itself and what it falls back to, best first.
  private static List<Platform> vector(Platform platform) {
    return switch (platform.architecture()) {
      case "amd64" -> amd64(platform);
      case "arm" -> arm(platform);
      case "arm64" -> arm64(platform);
      default -> List.of(platform);
    };
  }

  private static List<Platform> amd64(Platform platform) {
    List<Platform> vector = new ArrayList<>(List.of(platform));
    for (int version = version(platform.variant()) - 1; version >= 1; version--) {
      vector.add(platform.withVariant("v" + version));
    }
    vector.add(platform.withArchitecture("386", ""));
    return vector;
  }

  private static List<Platform> arm(Platform platform) {
    List<Platform> vector = new ArrayList<>(List.of(platform));
    for (int version = version(platform.variant()) - 1; version >= 5; version--) {
      vector.add(platform.withVariant("v" + version));
    }
    return vector;
  }

  private static List<Platform> arm64(Platform platform) {
    String variant = platform.variant().isEmpty() ? "v8" : platform.variant();
    List<Platform> vector = new ArrayList<>();
    // An unknown variant leaves nothing, as in containerd.
    for (int[] version : ARM64_VERSIONS.getOrDefault(variant, List.of())) {
      for (int minor = version[1]; minor >= 0; minor--) {
        String name = "v" + version[0] + (minor == 0 ? "" : "." + minor);
        vector.add(platform.withVariant(name));
      }
    }
    if (!vector.isEmpty()) {
      vector.addAll(arm(platform.withArchitecture("arm", "v8")));
    }
    return vector;
  }

  private static Map<String, List<int[]>> arm64Versions() {
    Map<String, List<int[]>> versions = new java.util.HashMap<>();
    for (int minor = 0; minor <= 9; minor++) {
      versions.put("v8." + minor, List.of(new int[] {8, minor}));
    }
    for (int minor = 0; minor <= 7; minor++) {
      // v9.x has what v8.(x+5) has.
      versions.put(
          "v9." + minor, List.of(new int[] {9, minor}, new int[] {8, Math.min(minor + 5, 9)}));
    }
    versions.put("v8", List.of(new int[] {8, 0}));
    versions.put("v9", List.of(new int[] {9, 0}, new int[] {8, 5}));
    return Map.copyOf(versions);
  }

  /// The number in `v3` or `3`, as Go's `Atoi` has it; 0 for anything else. No architecture has a
  /// version over 999, and a number from outside must not make a long list.
  private static int version(String variant) {
    String number = variant.startsWith("v") ? variant.substring(1) : variant;
    return number.matches("\\+?0*[0-9]{1,3}") ? Integer.parseInt(number) : 0;
  }
}
