package dev.pullable.registry;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// A block of IP addresses, written as a CIDR (`10.0.0.0/8`) or as one address (`::1`).
public final class AddressRange {
  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /// @throws IllegalArgumentException if it is neither an address nor a CIDR, or if bits are set
  ///   behind its prefix, which leaves open what was meant
  public static AddressRange parse(String written) {
    AddressRange range = around(written);
    if (!Arrays.equals(address(written), range.network)) {
      throw new IllegalArgumentException(written + " has bits set behind its prefix.");
    }
    return range;
  }

  /// The same for whatever bits are set behind the prefix: the block that the address is in.
  ///
  /// @throws IllegalArgumentException if it is neither an address nor a CIDR
  static AddressRange around(String written) {
    byte[] address = address(written);
    int most = address.length * Byte.SIZE;
    int slash = written.indexOf('/');
    int bits = slash < 0 ? most : prefix(written, slash + 1, most);
    return new AddressRange(masked(address, bits), bits);
  }

  static List<AddressRange> all(String... written) {
    return Arrays.stream(written).map(AddressRange::parse).toList();
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(network, masked(bytes, bits));
  }

  private static byte[] address(String written) {
    int slash = written.indexOf('/');
    String address = slash < 0 ? written : written.substring(0, slash);
    if (!InetAddresses.isInetAddress(address) || address.indexOf('%') >= 0) {
      throw new IllegalArgumentException(written + " is neither an IP address nor a CIDR.");
    }
    return InetAddresses.forString(address).getAddress();
  }

  private static int prefix(String written, int from, int most) {
    String digits = written.substring(from);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
      throw new IllegalArgumentException(written + " is no CIDR: its prefix is 0 to " + most + ".");
    }
    return Integer.parseInt(digits);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
      masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    return masked;
  }
}
