package dev.pullable.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Why an image string is malformed, in one clause for people.
///
/// Of the string itself a clause quotes a single character at most, and none where there may be a
/// user name or a password: a clause ends up in events and logs.
final class Explanation {
  private static final Set<String> SCHEMES = Set.of("http", "https", "docker", "oci", "file");

  private Explanation() {}

  static String ofFormat(String written) {
    return edges(written)
        .or(() -> scheme(written))
        .or(() -> userInformation(written))
        .or(() -> character(written))
        .or(() -> slashes(written))
        .or(() -> PartExplanation.of(ReferenceParts.cut(HostSplit.of(written))))
        .orElse("it does not have the form host/path:tag@digest");
  }

  static String ofUppercase(String written) {
    String repository = HostSplit.of(written).repository();
    int upper = LetterCase.firstUpper(repository);
    int at = repository.indexOf('@');
    if (at >= 0 && at < upper && quotable(written)) {
      return "the digest's algorithm may not have upper-case letters";
    }
    if (upper >= 0) {
      return quotable(written)
          ? "the repository path may not contain the upper-case letter "
              + quoted(repository.codePointAt(upper))
          : "the repository path may not contain upper-case letters";
    }
    // The lower-cased string was fine: a sign such as the Kelvin one, or a host with '_'.
    return character(written)
        .orElse("a host may not contain '_', nor a repository path upper-case letters");
  }

  private static Optional<String> edges(String written) {
    if (written.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (isBlank(written.codePointAt(0))) {
      return Optional.of("it begins with white space");
    }
    return isBlank(written.codePointBefore(written.length()))
        ? Optional.of("it ends with white space")
        : Optional.empty();
  }

  private static Optional<String> scheme(String written) {
    int end = written.indexOf("://");
    if (end < 0) {
      return Optional.empty();
    }
    String scheme = written.substring(0, end).toLowerCase(Locale.ROOT);
    return Optional.of(
        SCHEMES.contains(scheme)
            ? "it begins with " + scheme + "://, which an image reference never does"
            : "it contains ://, which an image reference never does");
  }

  private static Optional<String> userInformation(String written) {
    int at = written.indexOf('@');
    if (at < 0 || quotable(written)) {
      return Optional.empty();
    }
    boolean host =
        written.indexOf('/', at) > 0
            || written.indexOf('.', at) > 0
            || at != written.lastIndexOf('@');
    return host
        ? Optional.of(
            "what precedes '@' looks like a user name, which an image reference never has")
        : Optional.empty();
  }

  private static Optional<String> character(String written) {
    if (!quotable(written)) {
      return Optional.empty();
    }
    // A bracket may open an IPv6 address, a plus part the name of a digest's algorithm.
    int at = written.indexOf('@');
    String punctuation = written.startsWith("[") ? "._-:/@+[]" : "._-:/@+";
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      boolean early = c == '+' && (at < 0 || i < at);
      if (early || !(Ascii.isAlphanumeric(c) || Ascii.isOneOf(c, punctuation))) {
        return Optional.of(quoted(written.codePointAt(i)) + " is not allowed");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> slashes(String written) {
    if (written.startsWith("/")) {
      return Optional.of("it begins with '/'");
    }
    if (written.endsWith("/")) {
      return Optional.of("it ends with '/'");
    }
    return written.contains("//") ? Optional.of("it has two '/' in a row") : Optional.empty();
  }

  /// Whether a character may be quoted: no `@`, or one only, which a digest follows.
  private static boolean quotable(String written) {
    int at = written.indexOf('@');
    return at < 0
        || (at == written.lastIndexOf('@')
            && Digest.HEX_DIGITS.keySet().stream()
                .anyMatch(algorithm -> written.regionMatches(true, at + 1, algorithm + ":", 0, 7)));
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static String quoted(int character) {
    if (character == ' ') {
      return "a space";
    }
    if (character == '\'') {
      return "an apostrophe";
    }
    return character > ' ' && character < 0x7f
        ? "'" + Character.toString(character) + "'"
        : "U+%04X".formatted(character);
  }
}
