package dev.pullable.registry.jib;

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
            method, request.url(), "", request.authorization(), request.form(), TOKEN_LIMIT, 0);
    try {
      return switch (http.exchange(transport(registry, request), call, deadline)) {
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

  /// Any certificate is taken from the registry's own host only, where its endpoint says so.
  private static Transport transport(Endpoint registry, Request request) throws URISyntaxException {
    boolean unverified =
        registry.transport() == Transport.TLS_UNVERIFIED
            && registry.authority().equalsIgnoreCase(new URI(request.url()).getRawAuthority());
    return unverified ? Transport.TLS_UNVERIFIED : Transport.TLS;
  }
}
