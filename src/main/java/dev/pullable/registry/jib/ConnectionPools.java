package dev.pullable.registry.jib;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.EndpointTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.SocketConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/// One connection pool a TLS profile, shared by all exchanges.
final class ConnectionPools implements AutoCloseable {
  /// More than the flights of sixty hosts that hang, so that they leave connections to the others;
  /// one over TLS takes some 60 KiB.
  private static final int TOTAL = 1024;

  /// Twice the flights of one registry, since several may share a token server.
  private static final int PER_HOST = 32;

  private static final int MOST_HEADERS = 200;
  private static final int LONGEST_HEADER = 16 * 1024;

  /// Of hosts with certificates of their own, which an operator lists.
  private static final int TOTAL_OF_A_PROFILE = 256;

  private static final int MOST_PROFILES = 64;
  private static final Duration UNUSED = Duration.ofMinutes(10);

  private final List<Path> caFiles;
  private final Egress egress;
  private final CloseableHttpClient verified;
  private final CloseableHttpClient unverified;
  private final LoadingCache<Profile, CloseableHttpClient> others;

  ConnectionPools(List<Path> caFiles, Egress egress) {
    this.caFiles = List.copyOf(caFiles);
    this.egress = egress;
    verified = pool(TlsProfile.verified(caFiles), TOTAL, egress);
    unverified = pool(TlsProfile.unverified(), TOTAL, egress);
    others =
        Caffeine.newBuilder()
            .maximumSize(MOST_PROFILES)
            .expireAfterAccess(UNUSED)
            .<Profile, CloseableHttpClient>removalListener((_, client, _) -> closeLater(client))
            .build(profile -> pool(profile.read(this.caFiles), TOTAL_OF_A_PROFILE, this.egress));
  }

  /// What certificates make of a connection.
  private record Profile(EndpointTls tls, boolean verified) {
    TlsProfile read(List<Path> caFiles) {
      return verified
          ? TlsProfile.verified(caFiles, tls.authorities(), tls.clients())
          : TlsProfile.unverified(tls.clients());
    }
  }

  CloseableHttpClient of(Endpoint endpoint) {
    boolean usual = endpoint.tls().equals(EndpointTls.NONE);
    return switch (endpoint.transport()) {
      case PLAIN -> verified;
      case TLS -> usual ? verified : others.get(new Profile(endpoint.tls(), true));
      case TLS_UNVERIFIED -> usual ? unverified : others.get(new Profile(endpoint.tls(), false));
    };
  }

  /// After the last exchange that may still use it.
  private static void closeLater(@Nullable CloseableHttpClient client) {
    if (client != null) {
      CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(() -> close(client));
    }
  }

  private static void close(CloseableHttpClient client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloseableHttpClient pool(TlsProfile tls, int total, Egress egress) {
    var manager =
        new PoolingHttpClientConnectionManager(
            CheckedSockets.of(egress.rules(), tls),
            null,
            null,
            egress.lookups(),
            30,
            TimeUnit.SECONDS);
    manager.setMaxTotal(total);
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
        .setRoutePlanner(egress.routes())
        .setRequestExecutor(new ProxiedRequests(egress.routes()))
        .evictExpiredConnections()
        .evictIdleConnections(30, TimeUnit.SECONDS)
        .disableCookieManagement()
        .disableAuthCaching()
        // Else no connection with a client certificate is used twice; a pool has but one identity.
        .disableConnectionState()
        .disableRedirectHandling()
        // Once, for a pooled connection that the server closed under us; never for a POST.
        .setRetryHandler(new DefaultHttpRequestRetryHandler(1, false))
        .build();
  }

  @Override
  public void close() throws IOException {
    others.asMap().values().forEach(ConnectionPools::close);
    verified.close();
    unverified.close();
  }
}
