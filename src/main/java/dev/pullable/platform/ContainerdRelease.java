package dev.pullable.platform;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of containerd, such as 1.7.28.
public record ContainerdRelease(int major, int minor, int patch)
    implements Comparable<ContainerdRelease> {
  /// Distributions add words of their own; what comes before a release does not count as it.
  private static final Pattern REPORTED =
      Pattern.compile(
          "containerd://v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?!\\d)(?!.*(?:alpha|beta|rc)).*");

  private static final Comparator<ContainerdRelease> OLDEST_FIRST =
      Comparator.comparingInt(ContainerdRelease::major)
          .thenComparingInt(ContainerdRelease::minor)
          .thenComparingInt(ContainerdRelease::patch);

  /// The release that a Node runs; empty where it does not say, or runs something else.
  public static Optional<ContainerdRelease> of(Node node) {
    Matcher reported = REPORTED.matcher(node.containerRuntimeVersion());
    return reported.matches()
        ? Optional.of(
            new ContainerdRelease(number(reported, 1), number(reported, 2), number(reported, 3)))
        : Optional.empty();
  }

  private static int number(Matcher reported, int group) {
    return Integer.parseInt(reported.group(group));
  }

  /// Whether it has what came with the first of these releases of each line.
  ///
  /// @param first one release a line (1.6, 1.7, …), the oldest line first; later lines have it
  public boolean has(List<ContainerdRelease> first) {
    return compareTo(first.getLast()) >= 0
        || first.stream()
            .anyMatch(it -> it.major == major && it.minor == minor && patch >= it.patch);
  }

  @Override
  public int compareTo(ContainerdRelease other) {
    return OLDEST_FIRST.compare(this, other);
  }
}
