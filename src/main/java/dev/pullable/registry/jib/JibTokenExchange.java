package dev.pullable.registry.jib;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.TokenExchange;
import dev.pullable.registry.jib.HttpExchanges.Outcome;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Token requests over the same transport as everything else; no redirect is followed.
final class JibTokenExchange implements TokenExchange {
  private static final int TOKEN_LIMIT = 64 * 1024;

  private final HttpExchanges http;

  JibTokenExchange(HttpExchanges http) {
    this.http = http;
  }

  @Override
  public Answer send(Endpoint registry, Request request, Deadline deadline) {
    String method = request.form() == null ? "GET" : "POST";
    HttpCall call =
        new HttpCall(
            method,
            request.url(),
            "",
            Map.of(),
            request.authorization(),
            request.form(),
            TOKEN_LIMIT,
            0,
            purpose(request));
    try {
      return switch (http.exchange(asked(registry, request), call, deadline)) {
        case Outcome.Unanswered(Refusal why) -> new Answer.NoAnswer(why);
        case Outcome.Answered(HttpAnswer answer) ->
            new Answer.Answered(
                answer.status(),
                new Secret(new String(answer.body(), StandardCharsets.UTF_8)),
                RetryAfter.of(answer));
      };
    } catch (URISyntaxException e) {
      return new Answer.NoAnswer(new Refusal.Misbehaved("names a token server that is no address"));
    }
  }

  private static HttpCall.Purpose purpose(Request request) {
    Credential credential = request.credential();
    String holder = request.shown() && credential != null ? credential.source().holder() : "";
    return new HttpCall.Purpose(credential, holder, request.scope());
  }

  /// The CAs of the registry's host count for its token server, as in containerd. What proves who
  /// we are, and any certificate being taken, is between us and that host.
  private static Endpoint asked(Endpoint registry, Request request) throws URISyntaxException {
    String authority = String.valueOf(new URI(request.url()).getRawAuthority());
    boolean itself = registry.authority().equalsIgnoreCase(authority);
    return itself && registry.transport() != Transport.PLAIN
        ? registry
        : registry.atAnother(authority);
  }
}
