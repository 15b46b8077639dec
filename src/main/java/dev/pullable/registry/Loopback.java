package dev.pullable.registry;

import java.net.InetAddress;
import java.util.List;

/// The hosts that containerd takes for its own machine. Nothing is looked up.
final class Loopback {
  private Loopback() {}

  // containerd: core/remotes/docker/resolver.go, IsLocalhost
  static boolean contains(String authority) {
    String port = port(authority);
    String host =
        port.isEmpty() ? authority : authority.substring(0, authority.length() - port.length() - 1);
    if (host.startsWith("[")) {
      // Go takes the brackets off only together with a port, so that [::1] alone is no loopback.
      return !port.isEmpty() && isIpv6Loopback(host.substring(1, host.length() - 1));
    }
    return host.equals("localhost") || isIpv4Loopback(host);
  }

  /// The port that was written, or an empty string.
  static String port(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(colon + 1) : "";
  }

  // By hand, since Java would also take 127.1 and 127.0.0.01 for addresses, which Go does not.
  private static boolean isIpv4Loopback(String host) {
    List<String> bytes = List.of(host.split("\\.", -1));
    return bytes.size() == 4
        && bytes.getFirst().equals("127")
        && bytes.stream().allMatch(Loopback::isByte);
  }

  private static boolean isByte(String text) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        && !text.isEmpty()
        && text.length() <= 3
        && (text.length() == 1 || text.charAt(0) != '0')
        && Integer.parseInt(text) <= 255;
  }

  private static boolean isIpv6Loopback(String address) {
    if (address.indexOf(':') < 0) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
