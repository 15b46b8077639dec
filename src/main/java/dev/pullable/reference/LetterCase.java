package dev.pullable.reference;

/// Upper and lower case as Go's `strings.ToLower` knows them: code point by code point, of all
/// scripts, in no language. Java's `String.toLowerCase` would make two characters of `İ`.
final class LetterCase {
  private LetterCase() {}

  /// The index of the first character that has another lower case, or -1.
  static int firstUpper(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (Character.toLowerCase(character) != character) {
        return at;
      }
      at += Character.charCount(character);
    }
    return -1;
  }

  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }
}
