package dev.pullable.advice;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody may have meant who wrote what is no reference. What may be a part of a secret is
/// never taken for a name: names are sent to registries.
final class Respelling {
  private static final int LONGEST = 512;
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]{1,15}://");
  private static final Pattern USER_INFO =
      Pattern.compile("[^/@?#\\s]+@(?=[^/@\\s]*[.:][^/@\\s]*/)");
  private static final Pattern DIGEST = Pattern.compile("@(?i:sha256|sha384|sha512):");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern LOOSE_ENDS = Pattern.compile("[/:@.]+$");

  private Respelling() {}

  /// References in place of what was written, likeliest first; most often one, or none.
  static List<ImageReference> candidates(String written) {
    if (written.length() > LONGEST) {
      return List.of();
    }
    String bare = withoutUserInfo(withoutScheme(written.strip()));
    String named = withoutQuery(bare);
    // Behind an at sign in a query there is no telling what is a part of what.
    if (hasOtherAt(named) || bare.indexOf('@', named.length()) >= 0) {
      return List.of();
    }
    List<ImageReference> candidates = new ArrayList<>();
    add(candidates, SPACES.matcher(named).replaceFirst(":"));
    add(candidates, SPACES.matcher(named).replaceAll(""));
    return candidates;
  }

  private static void add(List<ImageReference> candidates, String named) {
    String tidy = LOOSE_ENDS.matcher(named).replaceFirst("").replaceAll("(?<!:)//+", "/");
    if (ImageReferenceParser.parse(inLowerCase(tidy)) instanceof ImageReference reference
        && isNamed(reference)
        && !candidates.contains(reference)) {
      candidates.add(reference);
    }
  }

  private static String withoutScheme(String text) {
    Matcher scheme = SCHEME.matcher(text);
    return scheme.lookingAt() ? text.substring(scheme.end()) : text;
  }

  /// Only where a host follows, so that it can be nothing but what is left out.
  private static String withoutUserInfo(String text) {
    Matcher userInfo = USER_INFO.matcher(text);
    return userInfo.lookingAt() ? text.substring(userInfo.end()) : text;
  }

  private static String withoutQuery(String text) {
    int end = 0;
    while (end < text.length() && "?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }

  private static boolean hasOtherAt(String text) {
    int at = text.indexOf('@');
    return at >= 0 && !DIGEST.matcher(text).region(at, text.length()).lookingAt();
  }

  /// The tag keeps its case, for it may have one.
  private static String inLowerCase(String text) {
    int digest = text.indexOf('@');
    int colon = text.lastIndexOf(':');
    boolean tagged = digest < 0 && colon > text.lastIndexOf('/');
    int end = tagged ? colon : text.length();
    return text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
  }

  /// One word alone may be anything, such as a password in the wrong line.
  private static boolean isNamed(ImageReference reference) {
    String name = reference.familiarName();
    return name.indexOf('/') >= 0 || OfficialImages.names().contains(name);
  }
}
