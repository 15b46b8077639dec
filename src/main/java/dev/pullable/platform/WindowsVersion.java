package dev.pullable.platform;

import java.util.List;

/// A version of Windows such as `10.0.20348.1`, as far as containers depend on it
/// (containerd/platforms: platform_windows_compat.go).
record WindowsVersion(int major, int minor, int build) {
  private static final WindowsVersion NONE = new WindowsVersion(0, 0, 0);

  /// Windows Server 2022, from which on a host takes the containers of older releases.
  private static final int LTSC_2022 = 20348;

  private static final int LTSC_2025 = 26100;

  /// Whether a host takes a container; an unknown version takes, and is taken by, any.
  static boolean isCompatible(String host, String container) {
    WindowsVersion hosts = parse(host);
    return hosts.equals(NONE) || container.isEmpty() || hosts.takes(parse(container));
  }

  private boolean takes(WindowsVersion container) {
    if (major != container.major || minor != container.minor) {
      return false;
    }
    if (build < LTSC_2022) {
      return build == container.build;
    }
    int oldest = build > LTSC_2025 ? LTSC_2025 : LTSC_2022;
    return oldest <= container.build && container.build <= build;
  }

  private static WindowsVersion parse(String text) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() < 3) {
      return NONE;
    }
    int major = number(parts.get(0), 255);
    int minor = number(parts.get(1), 255);
    int build = number(parts.get(2), 65_535);
    return major < 0 || minor < 0 || build < 0 ? NONE : new WindowsVersion(major, minor, build);
  }

  private static int number(String digits, int most) {
    if (!digits.matches("[0-9]+")) {
      return -1;
    }
    String significant = digits.replaceFirst("^0+(?=.)", "");
    if (significant.length() > 5) {
      return -1;
    }
    int number = Integer.parseInt(significant);
    return number > most ? -1 : number;
  }
}
