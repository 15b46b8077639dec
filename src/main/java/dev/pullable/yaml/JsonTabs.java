package dev.pullable.yaml;

/// The tabs between the tokens of a JSON text, which the YAML parser does not take.
final class JsonTabs {
  /// All that JSON has outside of its strings, with what separates documents.
  private static final String TOKENS = "{}[]:,+-.0123456789eEtrufalsn \t\r\n";

  private static final int[] MARK = {0xEF, 0xBB, 0xBF};

  private JsonTabs() {}

  /// The text with a blank for each such tab, so that all else stands where it stood; the text
  /// itself where it is no JSON in UTF-8.
  static byte[] asBlanks(byte[] text) {
    byte[] blanks = text.clone();
    boolean quoted = false;
    for (int i = isMarked(text) ? MARK.length : 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += b == '\\' ? 1 : 0;
      } else if (TOKENS.indexOf(b) < 0) {
        return text;
      } else if (b == '\t') {
        blanks[i] = ' ';
      }
    }
    return blanks;
  }

  private static boolean isMarked(byte[] text) {
    for (int i = 0; i < MARK.length; i++) {
      if (i >= text.length || (text[i] & 0xFF) != MARK[i]) {
        return false;
      }
    }
    return true;
  }
}
