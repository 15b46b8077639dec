package dev.pullable.reference;

/// The grammar of distribution/reference (`regexp.go`), each rule as one pass over the characters:
/// no regular expression, so that a hostile string costs no more than its length.
final class ReferenceGrammar {
  private static final int MAX_TAG = 128;
  private static final int MIN_DIGEST = 32;
  private static final int IMAGE_ID = 64;

  private ReferenceGrammar() {}

  /// A host name, an IPv4 address or a bracketed IPv6 address, with or without a port.
  static boolean isDomain(String text) {
    int hostEnd = hostEnd(text);
    String host = text.substring(0, hostEnd);
    String port = text.substring(hostEnd);
    return (isBracketed(host) || isDomainName(host)) && (port.isEmpty() || isPort(port));
  }

  /// Where the port's colon is, or would be; 0 for a bracket that is never closed.
  static int hostEnd(String text) {
    if (text.startsWith("[")) {
      return text.indexOf(']') + 1;
    }
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  /// One or more components with `/` between them; a single component is a path too.
  static boolean isPath(String text) {
    int at = 0;
    while (true) {
      int end = skipAlphanumeric(text, at);
      if (end == at) {
        return false;
      }
      if (end == text.length()) {
        return true;
      }
      at = skipSeparator(text, end);
      if (at == end) {
        return false;
      }
    }
  }

  static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_TAG || Ascii.isOneOf(text.charAt(0), ".-")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!Ascii.isAlphanumeric(text.charAt(i)) && !Ascii.isOneOf(text.charAt(i), "_.-")) {
        return false;
      }
    }
    return true;
  }

  /// The shape of a digest: whether its algorithm is supported is another question.
  static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && isAlgorithm(text.substring(0, colon))
        && text.length() - colon - 1 >= MIN_DIGEST
        && Ascii.isHex(text.substring(colon + 1));
  }

  /// What would be taken for an image's id, and so may not be a name.
  static boolean isImageId(String text) {
    return text.length() == IMAGE_ID && Ascii.isLowerCaseHex(text);
  }

  private static boolean isDomainName(String text) {
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (c) {
            case '.' -> Ascii.isAlphanumeric(before);
            case '-' -> before != '.';
            default -> Ascii.isAlphanumeric(c);
          };
      if (!fits) {
        return false;
      }
      before = c;
    }
    return Ascii.isAlphanumeric(before);
  }

  private static boolean isBracketed(String text) {
    if (text.length() < 3 || text.charAt(0) != '[' || !text.endsWith("]")) {
      return false;
    }
    for (int i = 1; i < text.length() - 1; i++) {
      if (!Ascii.isHex(text.charAt(i)) && text.charAt(i) != ':') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPort(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (!Ascii.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.length() > 1 && text.charAt(0) == ':';
  }

  private static boolean isAlgorithm(String text) {
    char before = '+';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = !Ascii.isAlphanumeric(before);
      boolean fits =
          first
              ? Ascii.isAlphanumeric(c) && !Ascii.isDigit(c)
              : Ascii.isAlphanumeric(c) || Ascii.isOneOf(c, "-_+.");
      if (!fits) {
        return false;
      }
      before = c;
    }
    return Ascii.isAlphanumeric(before);
  }

  private static int skipAlphanumeric(String text, int from) {
    int at = from;
    while (at < text.length()
        && (Ascii.isDigit(text.charAt(at)) || Ascii.isBetween(text.charAt(at), 'a', 'z'))) {
      at++;
    }
    return at;
  }

  private static int skipSeparator(String text, int from) {
    return switch (text.charAt(from)) {
      case '/', '.' -> from + 1;
      case '_' -> text.startsWith("__", from) ? from + 2 : from + 1;
      case '-' -> {
        int at = from;
        while (at < text.length() && text.charAt(at) == '-') {
          at++;
        }
        yield at;
      }
      default -> from;
    };
  }
}
