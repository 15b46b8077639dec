package dev.pullable.registry.jib;

import dev.pullable.registry.AddressRules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.http.HttpHost;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.routing.RouteInfo;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Sockets that connect to what the rules allow. The address that is checked is the one that is
/// connected to, with no look-up in between: a name may have another address the next time.
final class CheckedSockets {
  private CheckedSockets() {}

  /// By scheme.
  static Registry<ConnectionSocketFactory> of(AddressRules rules, TlsProfile tls) {
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", new Plain(rules))
        .register("https", new Tls(rules, tls))
        .build();
  }

  private static void check(
      AddressRules rules, HttpHost host, InetSocketAddress remote, HttpContext context)
      throws AddressNotAllowedException {
    // A proxy is the operator's.
    if (!isProxy(host, context) && !rules.allows(remote.getAddress(), remote.getPort())) {
      throw new AddressNotAllowedException();
    }
  }

  private static boolean isProxy(HttpHost host, HttpContext context) {
    RouteInfo route = HttpClientContext.adapt(context).getHttpRoute();
    return route != null && host.equals(route.getProxyHost());
  }

  private static final class Plain extends PlainConnectionSocketFactory {
    private final AddressRules rules;

    Plain(AddressRules rules) {
      this.rules = rules;
    }

    @Override
    public Socket connectSocket(
        int timeout,
        @Nullable Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        @Nullable InetSocketAddress local,
        HttpContext context)
        throws IOException {
      closedOnRefusal(socket, rules, host, remote, context);
      return super.connectSocket(timeout, socket, host, remote, local, context);
    }
  }

  private static final class Tls extends SSLConnectionSocketFactory {
    private final AddressRules rules;

    Tls(AddressRules rules, TlsProfile tls) {
      super(tls.context(), tls.verifier());
      this.rules = rules;
    }

    @Override
    public Socket connectSocket(
        int timeout,
        @Nullable Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        @Nullable InetSocketAddress local,
        HttpContext context)
        throws IOException {
      closedOnRefusal(socket, rules, host, remote, context);
      return super.connectSocket(timeout, socket, host, remote, local, context);
    }
  }

  private static void closedOnRefusal(
      @Nullable Socket socket,
      AddressRules rules,
      HttpHost host,
      InetSocketAddress remote,
      HttpContext context)
      throws IOException {
    try {
      check(rules, host, remote, context);
    } catch (AddressNotAllowedException e) {
      if (socket != null) {
        socket.close();
      }
      throw e;
    }
  }
}
