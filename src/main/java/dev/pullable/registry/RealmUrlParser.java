package dev.pullable.registry;

import com.google.common.net.InetAddresses;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a realm as Go's `url.Parse` does (Go 1.26: net/url/url.go), then as `http.NewRequest`
/// takes it.
final class RealmUrlParser {
  private RealmUrlParser() {}

  /// The realm, or null where Go reports an error.
  static @Nullable RealmUrl parse(String realm) {
    String octets = UrlPart.octets(realm);
    String beforeFragment = before(octets, '#');
    String fragment = UrlPart.FRAGMENT.canonical(after(octets, '#'));
    if (fragment == null || beforeFragment.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return null;
    }
    int colon = schemeEnd(beforeFragment);
    if (colon == 0) {
      return null;
    }
    String scheme = beforeFragment.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    String rest = beforeFragment.substring(colon + 1);
    return hierarchical(scheme, before(rest, '?'), after(rest, '?'), fragment);
  }

  private static @Nullable RealmUrl hierarchical(
      String scheme, String rest, String query, String fragment) {
    if (!rest.startsWith("/")) {
      // Without a scheme, a colon before the first slash is an error; with one, it is opaque.
      boolean broken = scheme.isEmpty() && before(rest, '/').indexOf(':') >= 0;
      return broken ? null : new RealmUrl(scheme, null, "", "", query, fragment);
    }
    boolean hasAuthority = rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"));
    String authority = hasAuthority ? before(rest.substring(2), '/') : "";
    String path =
        UrlPart.PATH.canonical(hasAuthority ? rest.substring(2 + authority.length()) : rest);
    return path == null ? null : withAuthority(scheme, authority, path, query, fragment);
  }

  private static @Nullable RealmUrl withAuthority(
      String scheme, String authority, String path, String query, String fragment) {
    int at = authority.lastIndexOf('@');
    String host = host(authority.substring(at + 1));
    if (host == null) {
      return null;
    }
    if (at < 0) {
      return new RealmUrl(scheme, null, host, path, query, fragment);
    }
    RealmUrl.UserInfo userInfo = userInfo(authority.substring(0, at));
    return userInfo == null ? null : new RealmUrl(scheme, userInfo, host, path, query, fragment);
  }

  private static RealmUrl.@Nullable UserInfo userInfo(String written) {
    if (!written.chars().allMatch(RealmUrlParser::isUserInfo)) {
      return null;
    }
    String username = UrlPart.USER.decode(before(written, ':'));
    String password = UrlPart.USER.decode(after(written, ':'));
    if (username == null || password == null) {
      return null;
    }
    return new RealmUrl.UserInfo(username, written.indexOf(':') < 0 ? null : password);
  }

  private static boolean isUserInfo(int c) {
    return isAsciiLetter(c) || isDigit(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0;
  }

  /// The host and port, decoded, an empty port dropped.
  private static @Nullable String host(String written) {
    int bracket = written.lastIndexOf('[');
    if (bracket > 0) {
      return null;
    }
    int colon = bracket == 0 ? written.lastIndexOf(']') + 1 : written.indexOf(':');
    if (bracket == 0 && colon == 0) {
      return null;
    }
    String port = colon < 0 ? "" : written.substring(colon);
    String name = written.substring(0, written.length() - port.length());
    String decoded = bracket == 0 ? ipLiteral(name) : UrlPart.HOST.decode(name);
    return decoded == null || !isOptionalPort(port)
        ? null
        : decoded + (port.equals(":") ? "" : port);
  }

  private static @Nullable String ipLiteral(String bracketed) {
    String written = bracketed.substring(1, bracketed.length() - 1);
    int percent = written.indexOf("%25");
    int zoneAt = percent < 0 ? written.length() : percent;
    String address = UrlPart.HOST.decode(written.substring(0, zoneAt));
    String zone = UrlPart.ZONE.decode(written.substring(zoneAt));
    boolean valid =
        address != null
            && zone != null
            && address.indexOf(':') >= 0
            && address.indexOf('%') < 0
            && !zone.equals("%")
            && InetAddresses.isInetAddress(address);
    return valid ? "[" + address + zone + "]" : null;
  }

  private static boolean isOptionalPort(String port) {
    return port.isEmpty()
        || (port.charAt(0) == ':' && port.chars().skip(1).allMatch(RealmUrlParser::isDigit));
  }

  /// Where a scheme ends: at its colon, 0 for a colon without a scheme, -1 for no scheme.
  private static int schemeEnd(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == ':') {
        return i;
      }
      boolean letter = isAsciiLetter(c);
      if (!letter && (i == 0 || !(isDigit(c) || c == '+' || c == '-' || c == '.'))) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String after(String text, char start) {
    int at = text.indexOf(start);
    return at < 0 ? "" : text.substring(at + 1);
  }
}
