package dev.pullable.credential;

import org.jspecify.annotations.Nullable;

/// A registry's host with its optional port, as Go's net/url checks and decodes it (`parseHost`, Go
/// 1.26: brackets only around a whole IPv6 address, and at most one colon outside of them).
final class RegistryHost {
  private RegistryHost() {}

  /// The host in octets without escapes, or null if it is none.
  static @Nullable String parse(String host) {
    int bracket = host.lastIndexOf('[');
    if (bracket > 0) {
      return null;
    }
    if (bracket == 0) {
      return ipLiteral(host);
    }
    int colon = host.indexOf(':');
    if (colon >= 0 && !isOptionalPort(host.substring(colon))) {
      return null;
    }
    return PercentEncoding.HOST.decode(host);
  }

  private static @Nullable String ipLiteral(String host) {
    int end = host.lastIndexOf(']');
    if (end < 0 || !isOptionalPort(host.substring(end + 1))) {
      return null;
    }
    String address = decodedAddress(host.substring(1, end));
    if (address == null || !Ipv6Address.isValid(address)) {
      return null;
    }
    return "[" + address + "]" + host.substring(end + 1);
  }

  private static @Nullable String decodedAddress(String address) {
    int zone = address.indexOf("%25");
    if (zone < 0) {
      return PercentEncoding.HOST.decode(address);
    }
    String before = PercentEncoding.HOST.decode(address.substring(0, zone));
    String after = PercentEncoding.ZONE.decode(address.substring(zone));
    return before == null || after == null ? null : before + after;
  }

  private static boolean isOptionalPort(String port) {
    return port.isEmpty()
        || (port.charAt(0) == ':' && port.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
  }
}
