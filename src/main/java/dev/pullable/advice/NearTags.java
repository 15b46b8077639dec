package dev.pullable.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The tags that somebody may have meant who wrote one that does not exist.
final class NearTags {
  private static final int A_SLIP = 5;

  /// A slip in a version makes another one of it, more often than not.
  private static final int A_SLIP_IN_A_VERSION = 10;

  private static final int FAR = TagVersion.FAR;
  private static final int MOST = 3;
  private static final String LATEST = "latest";
  private static final Pattern ALMOST_NUMBERS = Pattern.compile("[vV]?[0-9OoIl.]+");

  private NearTags() {}

  private record Scored(String tag, int score, Optional<TagVersion> version) {}

  private static final Comparator<Scored> NEAREST =
      Comparator.comparingInt(Scored::score)
          .thenComparing(
              Scored::version,
              (one, other) ->
                  one.isPresent() && other.isPresent() ? other.get().compareTo(one.get()) : 0)
          .thenComparing(Scored::tag);

  /// Those of the tags that are near, the nearest first.
  ///
  /// @param latestForbidden whether `latest` is to be left out where another one fits
  static List<String> of(String wanted, List<String> tags, boolean latestForbidden) {
    List<String> near =
        tags.stream()
            .filter(tag -> !tag.equals(wanted))
            .distinct()
            .map(tag -> new Scored(tag, score(wanted, tag), TagVersion.of(tag)))
            .filter(it -> it.score() < FAR)
            .sorted(NEAREST)
            .map(Scored::tag)
            .toList();
    List<String> others = near.stream().filter(tag -> !tag.equals(LATEST)).toList();
    return (latestForbidden && !others.isEmpty() ? others : near).stream().limit(MOST).toList();
  }

  /// A word that sorts just before the tags that begin alike, and is like a tag itself.
  static String before(String wanted) {
    int cut = Math.max(wanted.lastIndexOf('.'), wanted.lastIndexOf('-'));
    String stem = wanted.substring(0, cut > 0 ? cut : Math.min(MOST, wanted.length()));
    String rest = stem.substring(0, stem.length() - 1);
    char lower = (char) (stem.charAt(stem.length() - 1) - 1);
    return isAlphanumeric(lower) ? rest + lower + "zz" : rest;
  }

  private static boolean isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int score(String wanted, String tag) {
    String meant = meant(wanted);
    if (plain(meant).equals(plain(tag))) {
      return 0;
    }
    Optional<TagVersion> version = TagVersion.of(meant);
    Optional<TagVersion> other = TagVersion.of(tag);
    int byVersion = version.flatMap(one -> other.map(one::distance)).orElse(FAR);
    int slips = Likeness.relative(wanted, tag);
    boolean numbersOnly = version.map(TagVersion::suffix).equals(other.map(TagVersion::suffix));
    int aSlip = version.isPresent() && numbersOnly ? A_SLIP_IN_A_VERSION : A_SLIP;
    int byLetters = slips == Likeness.FAR ? FAR : aSlip * slips;
    return Math.min(byLetters, byVersion);
  }

  /// With digits for the letters that look like them, where the rest is digits.
  private static String meant(String tag) {
    return ALMOST_NUMBERS.matcher(tag).matches()
        ? tag.replace('O', '0').replace('o', '0').replace('I', '1').replace('l', '1')
        : tag;
  }

  /// Without what people spell differently: letter case, separators, the `v` before a version.
  private static String plain(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT).replace('_', '-').replace('+', '-');
    boolean version = lower.length() > 1 && lower.charAt(0) == 'v' && isDigit(lower.charAt(1));
    return version ? lower.substring(1) : lower;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
