package dev.pullable.threats;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A host of an attacker's: it gives a token to everybody, and keeps every byte that it is sent.
final class Canary implements AutoCloseable {
  private static final byte[] TOKEN =
      "{\"token\":\"T\",\"access_token\":\"T\",\"expires_in\":300}"
          .getBytes(StandardCharsets.UTF_8);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /// @param address of loopback
  /// @param context null for http
  Canary(String address, @Nullable SSLContext context) throws IOException {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address), 0);
    if (context == null) {
      server = HttpServer.create(at, 50);
    } else {
      HttpsServer https = HttpsServer.create(at, 50);
      https.setHttpsConfigurator(new HttpsConfigurator(context));
      server = https;
    }
    server.createContext("/", this::answer);
    server.setExecutor(executor);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    StringBuilder request = new StringBuilder(exchange.getRequestMethod());
    request.append(' ').append(exchange.getRequestURI()).append('\n');
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> request.append(name).append(": ").append(values).append('\n'));
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(request.append(new String(body, StandardCharsets.UTF_8)).toString());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : TOKEN.length);
    if (!head) {
      exchange.getResponseBody().write(TOKEN);
    }
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Each request in full: line, headers, body.
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
