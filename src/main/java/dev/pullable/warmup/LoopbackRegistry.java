package dev.pullable.warmup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.ServingNames;
import dev.pullable.warmup.LoopbackImages.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A registry within the process, on a free port of the loopback interface, over TLS: what
/// JibRegistry needs to be run through once, without any registry of anybody's. What is below
/// `private/` wants a token, which its token server gives for a credential.
final class LoopbackRegistry implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final String JSON = "application/json";

  private final LoopbackImages images = new LoopbackImages();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String token = UUID.randomUUID().toString();
  private final HttpsServer server;

  LoopbackRegistry() throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls()));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Host and port, as references have it.
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static SSLContext tls() throws GeneralSecurityException {
    String password = UUID.randomUUID().toString();
    var certificate =
        CertificateAuthority.create(LIFETIME, InstantSource.system())
            .issue(ServingNames.of(List.of(), List.of("127.0.0.1")), LIFETIME);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(certificate.keyStore("warm-up", password), password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/token")) {
        send(
            exchange, 200, JSON, "{\"token\":\"%1$s\",\"access_token\":\"%1$s\"}".formatted(token));
      } else if (path.startsWith("/v2/private/") && !authorized(exchange)) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer realm=\"https://%s/token\",service=\"warm-up\"".formatted(authority()));
        send(exchange, 401, JSON, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
      } else if (path.endsWith("/tags/list")) {
        send(exchange, 200, JSON, "{\"tags\":[\"amd64\"]}");
      } else {
        content(exchange, path.substring(path.lastIndexOf('/') + 1));
      }
    }
  }

  private boolean authorized(HttpExchange exchange) {
    return ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void content(HttpExchange exchange, String reference) throws IOException {
    Optional<Content> found = images.find(reference);
    if (found.isEmpty()) {
      send(exchange, 404, JSON, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}");
      return;
    }
    exchange.getResponseHeaders().set("Docker-Content-Digest", found.get().digest());
    send(exchange, 200, found.get().mediaType(), found.get().bytes());
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
