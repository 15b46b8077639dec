package dev.pullable.reference;

/// The classes of ASCII characters that references are made of. Letters and digits of other scripts
/// are in none of them.
final class Ascii {
  private Ascii() {}

  static boolean isLowerCaseHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i)) && !isBetween(text.charAt(i), 'a', 'f')) {
        return false;
      }
    }
    return true;
  }

  static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z');
  }

  static boolean isOneOf(char c, String characters) {
    return characters.indexOf(c) >= 0;
  }

  static boolean isHex(char c) {
    return isDigit(c) || isBetween(c, 'a', 'f') || isBetween(c, 'A', 'F');
  }

  static boolean isDigit(char c) {
    return isBetween(c, '0', '9');
  }

  static boolean isBetween(char c, char first, char last) {
    return first <= c && c <= last;
  }
}
