package dev.pullable.registry;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which proxy a request goes through, read from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as
/// containerd reads them (Go: golang.org/x/net/http/httpproxy).
///
/// @param https for https
/// @param http for http
/// @param none what goes through no proxy
public record EgressProxies(
    Optional<EgressProxy> https, Optional<EgressProxy> http, ProxyExceptions none) {
  /// Nothing goes through a proxy.
  public static final EgressProxies NONE =
      new EgressProxies(Optional.empty(), Optional.empty(), ProxyExceptions.parse(""));

  /// A variable that cannot be used.
  public static final class UnusableVariable extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String variable;

    UnusableVariable(String variable, IllegalArgumentException why) {
      super(why.getMessage(), why);
      this.variable = variable;
    }

    /// Its name. Its value may hold a password and is not told.
    public String variable() {
      return variable;
    }
  }

  /// Reads an environment; a name in capitals goes before the same in small letters.
  ///
  /// @throws UnusableVariable for a proxy that is none, or one of an unsupported kind; Go would go
  ///   without it, and then nothing here could be reached
  public static EgressProxies of(Map<String, String> environment) {
    return new EgressProxies(
        proxy(environment, "HTTPS_PROXY"),
        proxy(environment, "HTTP_PROXY"),
        ProxyExceptions.parse(environment.getOrDefault(name(environment, "NO_PROXY"), "")));
  }

  /// The proxy for a request; empty where it goes straight.
  ///
  /// @param scheme `https` or `http`
  /// @param host as in a URL; an IPv6 address with or without brackets
  public Optional<EgressProxy> of(String scheme, String host, int port) {
    Optional<EgressProxy> proxy = scheme.equals("https") ? https : http;
    return proxy.isEmpty() || none.contains(host, port) ? Optional.empty() : proxy;
  }

  private static Optional<EgressProxy> proxy(Map<String, String> environment, String capitals) {
    String name = name(environment, capitals);
    String written = environment.getOrDefault(name, "");
    try {
      return written.isEmpty() ? Optional.empty() : Optional.of(EgressProxy.parse(written));
    } catch (IllegalArgumentException e) {
      throw new UnusableVariable(name, e);
    }
  }

  private static String name(Map<String, String> environment, String capitals) {
    return environment.getOrDefault(capitals, "").isEmpty()
        ? capitals.toLowerCase(Locale.ROOT)
        : capitals;
  }

  /// The address that a host is; null if it is a name.
  static @Nullable InetAddress address(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return InetAddresses.isInetAddress(bare) ? InetAddresses.forString(bare) : null;
  }
}
