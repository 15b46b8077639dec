package dev.pullable.policy;

import dev.pullable.reference.EmbeddedSecrets;
import java.util.regex.Pattern;

/// Text from outside made fit for one line of a message: quoted, of bounded length, and without any
/// character that a terminal would act upon.
final class Quoted {
  private static final int LONGEST = 160;
  private static final Pattern DIGEST = Pattern.compile("(sha\\d{3}:[0-9a-f]{12})[0-9a-f]{52,}");

  private Quoted() {}

  /// An image as the author wrote it, but for what may be a secret: people put credentials before
  /// an `@` and tokens behind a `?`, and this goes to events and logs.
  static String image(String written) {
    return '"' + bare(shortened(EmbeddedSecrets.hidden(written))) + '"';
  }

  /// With each digest cut to as much as people compare.
  static String shortened(String text) {
    return DIGEST.matcher(text).replaceAll("$1…");
  }

  /// The text in double quotes, what cannot be printed escaped as `\\uXXXX`.
  static String of(String text) {
    return '"' + bare(text) + '"';
  }

  /// The same without the quotes.
  static String bare(String text) {
    StringBuilder quoted = new StringBuilder();
    int[] points = text.codePoints().limit(LONGEST + 1L).toArray();
    for (int i = 0; i < Math.min(points.length, LONGEST); i++) {
      Printable.append(quoted, points[i]);
    }
    return points.length > LONGEST ? quoted.append('…').toString() : quoted.toString();
  }
}
