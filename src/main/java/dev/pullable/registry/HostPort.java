package dev.pullable.registry;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A host and port in one spelling, so that two can be compared.
///
/// @param host a DNS name in lower case without a trailing dot, a dotted IPv4 address, or an IPv6
///   address in brackets
/// @param port 1 to 65535
record HostPort(String host, int port) {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  /// Reads `host` or `host:port`; null if the host is neither a DNS name nor an address as people
  /// write them, or the port none. Names outside of ASCII, zones, and numbers that a resolver would
  /// take for an address (`127.1`, `0x7f.1`, `2130706433`) are refused.
  static @Nullable HostPort parse(String authority, int defaultPort) {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    String host = bracket < 0 ? name(before(authority, colon)) : ipv6(before(authority, colon));
    int port = colon < 0 ? defaultPort : port(authority.substring(colon + 1));
    return host == null || port < 1 ? null : new HostPort(host, port);
  }

  /// Whether both names are below the same registrable domain, such as `example.com`, or
  /// `me.github.io`: below what is on the public suffix list, its private part included. An address
  /// or a name without a public suffix (`registry`, `harbor.svc.cluster.local`) is below none.
  boolean sharesRegistrableDomain(HostPort other) {
    String domain = registrableDomain();
    return domain != null && domain.equals(other.registrableDomain());
  }

  /// For messages: the port only where it is not the usual one.
  String shown(int usualPort) {
    return port == usualPort ? host : host + ":" + port;
  }

  private @Nullable String registrableDomain() {
    if (!InternetDomainName.isValid(host)) {
      return null;
    }
    InternetDomainName name = InternetDomainName.from(host);
    return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : null;
  }

  private static String before(String text, int end) {
    return end < 0 ? text : text.substring(0, end);
  }

  private static @Nullable String ipv6(String bracketed) {
    if (!bracketed.startsWith("[") || !bracketed.endsWith("]") || bracketed.indexOf('%') >= 0) {
      return null;
    }
    String address = bracketed.substring(1, bracketed.length() - 1);
    if (address.indexOf(':') < 0 || !InetAddresses.isInetAddress(address)) {
      return null;
    }
    InetAddress read = InetAddresses.forString(address);
    // Guava reads an IPv4-mapped address as IPv4; it stays apart from the IPv4 address here.
    String mapped = read instanceof Inet4Address ? "::ffff:" : "";
    return "[" + mapped + InetAddresses.toAddrString(read) + "]";
  }

  private static @Nullable String name(String written) {
    String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (label.isEmpty() || label.length() > LONGEST_LABEL || !isLabel(label)) {
        return null;
      }
    }
    boolean number = isNumber(labels[labels.length - 1]);
    boolean valid = number ? isIpv4(written) : name.length() <= LONGEST_NAME;
    return valid ? name.toLowerCase(Locale.ROOT) : null;
  }

  private static boolean isLabel(String label) {
    return label
        .chars()
        .allMatch(c ->
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_');
  }

  private static boolean isNumber(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    return lower.startsWith("0x") || lower.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isIpv4(String written) {
    return written.indexOf(':') < 0 && InetAddresses.isInetAddress(written);
  }

  private static int port(String digits) {
    boolean valid =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && Integer.parseInt(digits) <= 65535;
    return valid ? Integer.parseInt(digits) : -1;
  }
}
