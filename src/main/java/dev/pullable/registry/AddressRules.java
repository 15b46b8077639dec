package dev.pullable.registry;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses may be connected to, whoever named them: a tenant chooses the host of an image,
/// and what answers there chooses the hosts of realms and redirects. Pure; nothing is looked up.
///
/// The ranges of the operator come first, the denied ones before the allowed ones. Of what no range
/// is about, everything may be connected to but what no registry of others can be at: this machine,
/// the link, a cloud's metadata, groups, and whatever is embedded of these in an IPv6 address.
/// Private ranges may be: many a registry is there.
///
/// @param allowed what may be connected to in spite of that
/// @param denied what may not, whatever is allowed
/// @param own of which the API server may never be connected to, and the rest only if allowed
public record AddressRules(
    List<AddressRange> allowed, List<AddressRange> denied, OwnAddresses own) {
  /// Nothing is configured.
  public static final AddressRules STRICT =
      new AddressRules(List.of(), List.of(), OwnAddresses.NONE);

  private static final List<AddressRange> FORBIDDEN =
      AddressRange.all(
          // This host, on this network; Linux connects to 0.0.0.0 as to 127.0.0.1 (RFC 6890).
          "0.0.0.0/8",
          "127.0.0.0/8",
          // Link-local, and the metadata of most clouds: 169.254.169.254, 169.254.170.2, …
          "169.254.0.0/16",
          // Metadata outside of that: Alibaba, Oracle (classic), Azure's WireServer.
          "100.100.100.200",
          "192.0.0.192",
          "168.63.129.16",
          // Groups; reserved, and the broadcast address.
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::",
          "::1",
          "fe80::/10",
          "ff00::/8",
          // Metadata: AWS, Google, Scaleway.
          "fd00:ec2::/32",
          "fd20:ce::254",
          "fd00:42::42",
          // NAT64 with a prefix that says neither where the IPv4 address is, nor whose (RFC 8215).
          "64:ff9b:1::/48");

  /// IPv4 in the last 32 bits: mapped (RFC 4291), translated (RFC 7915), NAT64 (RFC 6052).
  private static final List<AddressRange> EMBEDDING =
      AddressRange.all("::ffff:0:0:0/96", "64:ff9b::/96");

  private static final List<String> METADATA_NAMES =
      List.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data");

  public AddressRules {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /// Rules with these ranges allowed, and nothing else configured.
  public static AddressRules allowing(String... ranges) {
    return new AddressRules(AddressRange.all(ranges), List.of(), OwnAddresses.NONE);
  }

  /// Whether a connection may be made to the address, and to any that is embedded in it.
  public boolean allows(InetAddress address, int port) {
    return views(address).allMatch(view -> allowsView(view, port));
  }

  private boolean allowsView(InetAddress address, int port) {
    if (contains(denied, address) || own.isApiServer(address, port)) {
      return false;
    }
    return contains(allowed, address) || !(contains(FORBIDDEN, address) || own.isOwn(address));
  }

  /// Whether somebody else, a proxy, may be asked to connect to a host whose address is not known
  /// here: an address is judged as such, and so is a name that everybody gives the same address.
  public boolean allowsUnresolved(String host, int port) {
    HostPort read = HostPort.parse(host, port);
    // What is no name may still be an address to who looks it up: 127.1, 0x7f000001, 2130706433.
    return read != null && fixedAddress(read.host()).map(it -> allows(it, port)).orElse(true);
  }

  private static Optional<InetAddress> fixedAddress(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (InetAddresses.isUriInetAddress(name)) {
      return Optional.of(InetAddresses.forUriString(name));
    }
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return Optional.of(InetAddresses.forString("127.0.0.1"));
    }
    return METADATA_NAMES.contains(name)
        ? Optional.of(InetAddresses.forString("169.254.169.254"))
        : Optional.empty();
  }

  private static Stream<InetAddress> views(InetAddress address) {
    // Java makes an IPv4 address of a mapped one by itself.
    return address instanceof Inet6Address v6
        ? Stream.concat(Stream.of(address), embedded(v6).stream())
        : Stream.of(address);
  }

  private static Optional<Inet4Address> embedded(Inet6Address address) {
    if (contains(EMBEDDING, address)) {
      return Optional.of(lastFour(address));
    }
    // ::1 and :: are in the block of the compatible ones, and judged as what they are.
    return InetAddresses.hasEmbeddedIPv4ClientAddress(address)
        ? Optional.of(InetAddresses.getEmbeddedIPv4ClientAddress(address))
        : isatap(address);
  }

  private static Optional<Inet4Address> isatap(Inet6Address address) {
    return InetAddresses.isIsatapAddress(address)
        ? Optional.of(InetAddresses.getIsatapIPv4Address(address))
        : Optional.empty();
  }

  private static Inet4Address lastFour(Inet6Address address) {
    byte[] last = Arrays.copyOfRange(address.getAddress(), 12, 16);
    try {
      return (Inet4Address) InetAddress.getByAddress(last);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean contains(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
