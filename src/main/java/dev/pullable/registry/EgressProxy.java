package dev.pullable.registry;

import dev.pullable.credential.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// An HTTP proxy on the way out of the cluster.
///
/// @param host a name or an address, an IPv6 address in brackets
/// @param authorization what is sent to it as Proxy-Authorization, if anything
public record EgressProxy(String host, int port, Optional<Secret> authorization) {
  private static final int USUAL_PORT = 80;

  /// Reads a URL or `host:port`.
  ///
  /// @throws IllegalArgumentException with a reason that does not repeat what was written, which
  ///   may hold a password
  static EgressProxy parse(String written) {
    // Go: golang.org/x/net/http/httpproxy, parseProxy.
    URI url = uri(written.contains("://") ? written : "http://" + written);
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http")) {
      throw new IllegalArgumentException(
          "Only proxies that are reached by http:// are supported, not " + scheme + "://.");
    }
    if (url.getHost() == null) {
      throw unreadable();
    }
    int port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
    if (port < 1 || port > 65_535) {
      throw unreadable();
    }
    return new EgressProxy(
        url.getHost(), port, Optional.ofNullable(url.getRawUserInfo()).map(EgressProxy::basic));
  }

  /// For messages.
  public String shown() {
    return host + ":" + port;
  }

  private static URI uri(String written) {
    try {
      return new URI(written);
    } catch (URISyntaxException _) {
      throw unreadable();
    }
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "It is no proxy: write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.");
  }

  private static Secret basic(String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    byte[] pair = (decoded(user) + ":" + decoded(password)).getBytes(StandardCharsets.UTF_8);
    return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /// A plus sign stands for itself in a URL's user.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
