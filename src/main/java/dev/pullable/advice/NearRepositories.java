package dev.pullable.advice;

import java.util.Comparator;
import java.util.List;

/// The repositories that somebody may have meant who wrote one that does not exist.
final class NearRepositories {
  private static final int MOST = 3;

  private NearRepositories() {}

  private record Scored(String path, int score) {}

  /// Those of the repositories that are near, the nearest first.
  static List<String> of(String wanted, List<String> repositories) {
    return repositories.stream()
        .filter(path -> !path.equals(wanted))
        .distinct()
        .map(path -> new Scored(path, score(wanted, path)))
        .filter(it -> it.score() < Likeness.FAR)
        .sorted(Comparator.comparingInt(Scored::score).thenComparing(Scored::path))
        .limit(MOST)
        .map(Scored::path)
        .toList();
  }

  /// People forget the group that a repository is in, too.
  private static int score(String wanted, String path) {
    return path.endsWith("/" + wanted) ? 0 : Likeness.relative(wanted, path);
  }
}
