package dev.pullable.credential;

/// What Go's `url.Parse` makes of a registry's URL. All text is octets.
sealed interface RegistryUrl {

  /// The parts that the keyring looks at; user info, query and fragment are dropped.
  ///
  /// @param host the host with its port
  /// @param path the path, percent-decoded, with its leading slash
  record Location(String host, String path) implements RegistryUrl {}

  /// No URL.
  ///
  /// @param why one clause, such as "its host is not valid"
  record Unparsable(String why) implements RegistryUrl {}

  /// Parses what follows `https://`.
  static RegistryUrl parse(String schemeless) {
    String url = before(schemeless, '#');
    String fragment = schemeless.substring(url.length());
    if (url.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return new Unparsable("it has a control character");
    }
    if (PercentEncoding.ANYWHERE.decode(fragment) == null) {
      return new Unparsable("its fragment has a broken %-escape");
    }
    String beforeQuery = before(url, '?');
    String authority = before(beforeQuery, '/');
    String path = PercentEncoding.ANYWHERE.decode(beforeQuery.substring(authority.length()));
    return path == null
        ? new Unparsable("its path has a broken %-escape")
        : withAuthority(authority, path);
  }

  private static RegistryUrl withAuthority(String authority, String path) {
    int at = authority.lastIndexOf('@');
    if (at >= 0 && !isUserInfo(authority.substring(0, at))) {
      return new Unparsable("its user info is not valid");
    }
    String host = RegistryHost.parse(authority.substring(at + 1));
    return host == null ? new Unparsable("its host is not valid") : new Location(host, path);
  }

  private static boolean isUserInfo(String octets) {
    return octets.chars().allMatch(RegistryUrl::isUserInfoOctet)
        && PercentEncoding.ANYWHERE.decode(octets) != null;
  }

  private static boolean isUserInfoOctet(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0);
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
