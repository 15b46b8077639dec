package dev.pullable.tls;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The names and addresses under which a certificate serves.
///
/// @param dnsNames such as `pullable.pullable.svc`, in lower case; a first label may be `*`
/// @param addresses the IP addresses, IPv4 or IPv6
public record ServingNames(List<String> dnsNames, List<InetAddress> addresses) {
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern DNS_NAME =
      Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern IPV4 = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");
  private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?[0-9]+");

  /// Both lists, of which one may be empty.
  ///
  /// @throws IllegalArgumentException for a DNS name that is none, or if there is no name at all
  public ServingNames {
    dnsNames = dnsNames.stream().map(ServingNames::dnsName).distinct().toList();
    addresses = List.copyOf(addresses);
    if (dnsNames.isEmpty() && addresses.isEmpty()) {
      throw new IllegalArgumentException("a serving certificate needs a DNS name or an IP address");
    }
  }

  /// The names as somebody wrote them; no name is looked up.
  ///
  /// @throws IllegalArgumentException for a name or an address that is none
  public static ServingNames of(List<String> dnsNames, List<String> addresses) {
    return new ServingNames(dnsNames, addresses.stream().map(ServingNames::address).toList());
  }

  private static String dnsName(String written) {
    String name = written.toLowerCase(Locale.ROOT);
    if (name.length() > 253 || !DNS_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a DNS name: '" + written + "'");
    }
    if (NUMERIC_END.matcher(name).matches()) {
      throw new IllegalArgumentException("an IP address rather than a DNS name: '" + written + "'");
    }
    return name;
  }

  private static InetAddress address(String written) {
    // The JDK also reads `1.2`, as C does, and scopes, which no certificate has.
    boolean strict =
        written.contains(":") ? !written.contains("%") : IPV4.matcher(written).matches();
    try {
      if (strict) {
        return InetAddress.ofLiteral(written);
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw new IllegalArgumentException("not an IP address: '" + written + "'");
  }
}
