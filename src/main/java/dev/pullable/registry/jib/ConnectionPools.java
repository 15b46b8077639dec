package dev.pullable.registry.jib;

import dev.pullable.registry.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/// One connection pool a TLS profile, shared by all exchanges.
final class ConnectionPools implements AutoCloseable {
  /// More than the flights of sixty hosts that hang, so that they leave connections to the others;
  /// one over TLS takes some 60 KiB.
  private static final int TOTAL = 1024;

  /// Twice the flights of one registry, since several may share a token server.
  private static final int PER_HOST = 32;

  private static final int MOST_HEADERS = 200;
  private static final int LONGEST_HEADER = 16 * 1024;

  private final CloseableHttpClient verified;
  private final CloseableHttpClient unverified;

  ConnectionPools(List<Path> caFiles) {
    verified = pool(TlsProfile.verified(caFiles));
    unverified = pool(TlsProfile.unverified());
  }

  CloseableHttpClient of(Endpoint.Transport transport) {
    return switch (transport) {
      case TLS, PLAIN -> verified;
      case TLS_UNVERIFIED -> unverified;
    };
  }

  private static CloseableHttpClient pool(TlsProfile tls) {
    var factories =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.INSTANCE)
            .register("https", new SSLConnectionSocketFactory(tls.context(), tls.verifier()))
            .build();
    var manager =
        new PoolingHttpClientConnectionManager(
            factories, null, null, new FairLookups(new BoundedLookups()), 30, TimeUnit.SECONDS);
    manager.setMaxTotal(TOTAL);
    manager.setDefaultMaxPerRoute(PER_HOST);
    // The default of 2 s meets servers that drop idle connections sooner.
    manager.setValidateAfterInactivity(100);
    manager.setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build());
    manager.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setMessageConstraints(
                MessageConstraints.custom()
                    .setMaxHeaderCount(MOST_HEADERS)
                    .setMaxLineLength(LONGEST_HEADER)
                    .build())
            .build());
    return HttpClients.custom()
        .setConnectionManager(manager)
        .evictExpiredConnections()
        .evictIdleConnections(30, TimeUnit.SECONDS)
        .disableCookieManagement()
        .disableAuthCaching()
        .disableRedirectHandling()
        // Once, for a pooled connection that the server closed under us; never for a POST.
        .setRetryHandler(new DefaultHttpRequestRetryHandler(1, false))
        .build();
  }

  @Override
  public void close() throws java.io.IOException {
    verified.close();
    unverified.close();
  }
}
