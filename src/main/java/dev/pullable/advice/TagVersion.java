package dev.pullable.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tag that is a version, such as `v1.27.3-alpine`.
///
/// @param numbers one at least
/// @param suffix what follows them, in lower case; empty where nothing does
record TagVersion(List<Integer> numbers, String suffix) implements Comparable<TagVersion> {
  private static final Pattern VERSION =
      Pattern.compile("[vV]?([0-9]{1,9}(?:\\.[0-9]{1,9}){0,7})((?:[-_.+].*)?)");
  private static final int MOST_APART = 3;

  /// What two versions are that have nothing to do with each other.
  static final int FAR = Integer.MAX_VALUE;

  static Optional<TagVersion> of(String tag) {
    Matcher version = VERSION.matcher(tag);
    if (!version.matches()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (String number : version.group(1).split("\\.", -1)) {
      numbers.add(Integer.valueOf(number));
    }
    return Optional.of(new TagVersion(numbers, version.group(2).toLowerCase(Locale.ROOT)));
  }

  /// How far another version of the same first number is: least where it is the same in fewer or
  /// more numbers, most where it is another variant.
  int distance(TagVersion other) {
    int bySuffix = bySuffix(other.suffix);
    int shared = shared(other);
    if (shared == 0 || bySuffix == FAR) {
      return FAR;
    }
    int unshared = Math.max(numbers.size(), other.numbers.size()) - shared;
    boolean bothDiffer = shared < Math.min(numbers.size(), other.numbers.size());
    int apart =
        bothDiffer
            ? Math.min(MOST_APART, Math.abs(numbers.get(shared) - other.numbers.get(shared)))
            : 0;
    return bySuffix + 4 * unshared + apart;
  }

  private int bySuffix(String other) {
    if (suffix.equals(other)) {
      return 3;
    }
    if (suffix.isEmpty() || other.isEmpty()) {
      return 8;
    }
    return suffix.startsWith(other) || other.startsWith(suffix) ? 6 : FAR;
  }

  private int shared(TagVersion other) {
    int shared = 0;
    while (shared < Math.min(numbers.size(), other.numbers.size())
        && numbers.get(shared).equals(other.numbers.get(shared))) {
      shared++;
    }
    return shared;
  }

  /// By the numbers.
  @Override
  public int compareTo(TagVersion other) {
    int shared = shared(other);
    return shared < Math.min(numbers.size(), other.numbers.size())
        ? numbers.get(shared).compareTo(other.numbers.get(shared))
        : Integer.compare(numbers.size(), other.numbers.size());
  }
}
