package dev.pullable.testregistry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Takes a request of the JDK's server through log, gate and faults to its answer.
final class RegistryHandler implements HttpHandler {
  private final RequestLog log;
  private final Gate gate;
  private final TokenEndpoint tokens;
  private final Pulls pulls;
  private final Pushes pushes;
  private final List<FaultRule> faults;
  private final AtomicLong order = new AtomicLong();

  RegistryHandler(
      RequestLog log, Gate gate, TokenEndpoint tokens, Repositories held, List<FaultRule> faults) {
    this.log = log;
    this.gate = gate;
    this.tokens = tokens;
    this.pulls = new Pulls(held);
    this.pushes = new Pushes(held);
    this.faults = faults;
  }

  /// Closes the exchange only after a whole answer: what is thrown makes the server close the
  /// connection, where closing the exchange could end a chunked body as if it were whole.
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    LoggedRequest request = read(exchange);
    log.received(request);
    try {
      send(exchange, request.isHead(), answer(request, exchange.getRequestBody()));
      exchange.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      log.answered();
    }
  }

  private LoggedRequest read(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    boolean token = !uri.getPath().equals("/v2") && !uri.getPath().startsWith("/v2/");
    RequestTarget target =
        token ? new RequestTarget(RequestKind.TOKEN, "", "") : RequestTarget.of(uri.getPath());
    String form =
        token ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) : "";
    return new LoggedRequest(
        order.incrementAndGet(),
        exchange.getRequestMethod(),
        uri.getRawPath(),
        Objects.requireNonNullElse(uri.getRawQuery(), ""),
        exchange.getRequestHeaders(),
        target.kind(),
        target.repository(),
        target.reference(),
        exchange.getRemoteAddress().getPort(),
        form);
  }

  private Answer answer(LoggedRequest request, InputStream body)
      throws IOException, InterruptedException {
    Optional<Answer> refusal =
        request.kind() == RequestKind.TOKEN ? Optional.empty() : gate.refusal(request);
    Answer answer = refusal.isPresent() ? refusal.get() : authorized(request, body);
    for (FaultRule rule : faults) {
      answer = rule.applyTo(answer, request, refusal.isPresent());
    }
    return answer;
  }

  private Answer authorized(LoggedRequest request, InputStream body) throws IOException {
    try {
      boolean put = request.method().equals("PUT");
      return switch (request.kind()) {
        case BASE -> Answer.json(200, "{}");
        case MANIFEST -> put ? pushes.manifest(request, body) : pulls.manifest(request);
        case BLOB -> pulls.blob(request);
        case TAGS -> pulls.tags(request);
        case UPLOAD -> pushes.upload(request, body);
        case TOKEN -> tokens.answer(request);
        case OTHER ->
            request.path().equals("/v2/_catalog")
                ? pulls.catalog(request)
                : Answer.error(404, "UNSUPPORTED", "no such endpoint");
      };
    } catch (RuntimeException e) {
      return Answer.error(400, "UNSUPPORTED", e.toString());
    }
  }

  private static void send(HttpExchange exchange, boolean head, Answer answer)
      throws IOException, InterruptedException {
    answer.headers().forEach(exchange.getResponseHeaders()::put);
    if (!answer.headers().containsKey("Docker-Distribution-Api-Version")) {
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
    }
    long length = answer.body().length();
    if (head || length == 0) {
      if (head && length >= 0) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
      }
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    // The JDK's server takes 0 for chunked.
    exchange.sendResponseHeaders(answer.status(), Math.max(length, 0));
    OutputStream out = exchange.getResponseBody();
    answer.body().writeTo(out);
    out.close();
  }
}
