package dev.pullable.credential;

import com.google.common.base.CharMatcher;

/// A docker config's key, such as `https://index.docker.io/v1/`, as the kubelet reads it.
sealed interface RegistryKey {

  /// A key that the keyring holds.
  ///
  /// @param normalized host and path in octets: what the keyring is sorted by
  record Usable(String normalized) implements RegistryKey {}

  /// A key that the kubelet drops with no more than a line in its log.
  ///
  /// @param why one clause, such as "its host is not valid"
  record Dropped(String why) implements RegistryKey {}

  int LONGEST_SHOWN = 200;

  /// Reads a key as written (kubelet: pkg/credentialprovider/keyring.go, Add).
  static RegistryKey of(String written) {
    return switch (RegistryUrl.parse(withoutScheme(GoText.octets(written)))) {
      case RegistryUrl.Unparsable(String why) -> new Dropped(why);
      case RegistryUrl.Location(String host, String path) -> {
        String below =
            path.startsWith("/v1/") || path.startsWith("/v2/") ? path.substring(3) : path;
        yield new Usable(below.equals("/") ? host : host + below);
      }
    };
  }

  /// A key for messages and logs, without what may be user info or a query and so hold a password.
  static String shown(String written) {
    int start = written.length() - withoutScheme(written).length();
    int at = written.lastIndexOf('@');
    int query = CharMatcher.anyOf("?#").indexIn(written, start);
    if (query >= 0 && at > query) {
      // A password with a question mark, or a query with an at sign: there is no telling.
      return printable(written.substring(0, start) + "***");
    }
    String shown = query < 0 ? written : written.substring(0, query + 1) + "***";
    return printable(at < start ? shown : shown.substring(0, start) + "***" + shown.substring(at));
  }

  /// Text on one line and of bounded length.
  static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .map(c -> isPrintable(c) ? c : '\uFFFD')
        .forEach(printable::appendCodePoint);
    if (printable.length() < text.length()) {
      printable.append('…');
    }
    return printable.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String withoutScheme(String key) {
    if (key.startsWith("https://")) {
      return key.substring(8);
    }
    return key.startsWith("http://") ? key.substring(7) : key;
  }
}
