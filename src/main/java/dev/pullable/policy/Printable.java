package dev.pullable.policy;

/// Text from outside made fit for one line that somebody reads: every character that a terminal
/// would act upon, or that shows text in another order than it has, is written as `\\uXXXX`.
public final class Printable {
  private Printable() {}

  /// The text, of any length, in one line.
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(line, point));
    return line.toString();
  }

  static void append(StringBuilder line, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          line.append(String.format("\\u%04x", point));
      default -> line.appendCodePoint(point);
    }
  }
}
