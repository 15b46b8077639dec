package dev.pullable.registry;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The hosts that are reached without a proxy: what `NO_PROXY` lists, and this machine always.
// Go: golang.org/x/net/http/httpproxy, useProxy and config.init
public final class ProxyExceptions {
  private final List<Exempt> exceptions;

  private ProxyExceptions(List<Exempt> exceptions) {
    this.exceptions = List.copyOf(exceptions);
  }

  /// Reads a list with commas of names, `.suffixes`, addresses, CIDRs, each with a port or not, or
  /// `*` for all. As in Go, an entry that is nothing of these is none.
  static ProxyExceptions parse(String written) {
    List<Exempt> exceptions = new ArrayList<>();
    for (String part : written.split(",", -1)) {
      String entry = part.strip().toLowerCase(Locale.ROOT);
      if (entry.equals("*")) {
        return new ProxyExceptions(List.of(new Anything()));
      }
      Exempt exception = entry.isEmpty() ? null : exception(entry);
      if (exception != null) {
        exceptions.add(exception);
      }
    }
    return new ProxyExceptions(exceptions);
  }

  boolean contains(String host, int port) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    InetAddress address = EgressProxies.address(name);
    boolean own = address == null ? name.equals("localhost") : address.isLoopbackAddress();
    return own || exceptions.stream().anyMatch(it -> it.contains(name, address, port));
  }

  private sealed interface Exempt {
    /// @param address what the host is; null if it is a name
    boolean contains(String host, @Nullable InetAddress address, int port);
  }

  private record Anything() implements Exempt {
    @Override
    public boolean contains(String host, @Nullable InetAddress address, int port) {
      return true;
    }
  }

  private record Block(AddressRange range) implements Exempt {
    @Override
    public boolean contains(String host, @Nullable InetAddress address, int port) {
      return address != null && range.contains(address);
    }
  }

  /// @param port empty for any
  private record Address(InetAddress it, String port) implements Exempt {
    @Override
    public boolean contains(String host, @Nullable InetAddress address, int port) {
      return it.equals(address) && samePort(this.port, port);
    }
  }

  /// @param suffix with a leading dot
  /// @param itself whether the name without the dot is meant as well
  /// @param port empty for any
  private record Domain(String suffix, boolean itself, String port) implements Exempt {
    @Override
    public boolean contains(String host, @Nullable InetAddress address, int port) {
      boolean same = itself && host.equals(suffix.substring(1));
      return (same || host.endsWith(suffix)) && samePort(this.port, port);
    }
  }

  private static boolean samePort(String wanted, int port) {
    return wanted.isEmpty() || wanted.equals(Integer.toString(port));
  }

  private static @Nullable Exempt exception(String entry) {
    AddressRange block = block(entry);
    if (block != null) {
      return new Block(block);
    }
    int colon = portColon(entry);
    String host = colon < 0 ? entry : entry.substring(0, colon);
    String port = colon < 0 ? "" : entry.substring(colon + 1);
    InetAddress address = EgressProxies.address(host);
    if (address != null) {
      return new Address(address, port);
    }
    String domain = host.startsWith("*.") ? host.substring(1) : host;
    if (domain.isEmpty()) {
      return null;
    }
    boolean suffixOnly = domain.startsWith(".");
    return new Domain(ascii(suffixOnly ? domain : "." + domain), !suffixOnly, port);
  }

  private static @Nullable AddressRange block(String entry) {
    if (entry.indexOf('/') < 0) {
      return null;
    }
    try {
      return AddressRange.around(entry);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Where the port begins; an IPv6 address without brackets has none.
  private static int portColon(String entry) {
    int colon = entry.lastIndexOf(':');
    boolean bracketed = entry.startsWith("[") && entry.indexOf("]:") == colon - 1;
    return colon >= 0 && (bracketed || entry.indexOf(':') == colon) ? colon : -1;
  }

  private static String ascii(String domain) {
    try {
      return "." + IDN.toASCII(domain.substring(1), IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException _) {
      return domain;
    }
  }
}
