package dev.pullable.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// Stands between the webhook and the real API server, adds nothing, and notes every call.
final class ApiRecorder implements AutoCloseable {
  // Those that the JDK's client sets itself.
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "host", "http2-settings", "upgrade");

  private final URI apiServer;
  private final HttpClient client;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ApiCall> calls = new CopyOnWriteArrayList<>();

  ApiRecorder(URI apiServer, SSLContext trust) throws IOException {
    this.apiServer = apiServer;
    this.client = HttpClient.newBuilder().sslContext(trust).executor(executor).build();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::pass);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<ApiCall> calls() {
    return List.copyOf(calls);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      // Without WebSocket the client watches over plain HTTP; an error it would try again first.
      if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      HttpResponse<InputStream> response =
          client.send(request(exchange), BodyHandlers.ofInputStream());
      URI uri = exchange.getRequestURI();
      String query = uri.getQuery() == null ? "" : uri.getQuery();
      calls.add(
          ApiCall.of(exchange.getRequestMethod(), uri.getPath(), query, response.statusCode()));
      answer(exchange, response);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(apiServer.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return builder.build();
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    response
        .headers()
        .firstValue("content-type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(response.statusCode(), 0);
    byte[] buffer = new byte[65_536];
    try (InputStream in = response.body();
        var out = exchange.getResponseBody()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        // Of a watch, each event is awaited.
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
    executor.shutdownNow();
  }
}
