package dev.pullable.registry.jib;

import com.google.api.client.http.ByteArrayContent;
import com.google.cloud.tools.jib.http.Request;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.http.TransportBridge;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Exchange;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.RegistryEvents.ExchangeOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.http.conn.DnsResolver;
import org.jspecify.annotations.Nullable;

/// HTTP as far as registries need it: one call, its redirects, and a value for whatever happens.
final class HttpExchanges implements AutoCloseable {
  private static final String USER_AGENT = "Pullable";

  private final ConnectionPools pools;
  private final Aborter aborter = new Aborter();
  private final Egress egress;
  private final int connectTimeoutMillis;
  private final RegistryEvents events;

  HttpExchanges(RegistrySettings settings, DnsResolver lookups, RegistryEvents events) {
    this.egress = Egress.of(settings, lookups);
    this.pools = new ConnectionPools(settings.caFiles(), egress);
    this.connectTimeoutMillis = Math.toIntExact(settings.connectTimeout().toMillis());
    this.events = events;
  }

  /// The answer, of whatever status, or why there is none.
  sealed interface Outcome {
    record Answered(HttpAnswer answer) implements Outcome {}

    record Unanswered(Refusal why) implements Outcome {}
  }

  /// Makes a call whose answer is small, and follows its redirects.
  Outcome exchange(Endpoint endpoint, HttpCall call, Deadline deadline) {
    return exchange(endpoint, call, null, deadline);
  }

  /// Makes the call and follows its redirects. The scheme of the URL is https or, for a plain
  /// endpoint only, http.
  ///
  /// @param room for the body; null where its limit is within what is free
  Outcome exchange(
      Endpoint endpoint, HttpCall call, AnswerBudget.@Nullable Room room, Deadline deadline) {
    HttpCall current = call;
    while (true) {
      Outcome outcome = once(endpoint, current, call, room, deadline);
      if (!(outcome instanceof Outcome.Answered answered) || !isRedirect(answered.answer())) {
        return outcome;
      }
      switch (Redirect.judge(current, answered.answer(), endpoint.transport())) {
        case Redirect.Follow(HttpCall next) -> current = next;
        case Redirect.Refuse(String problem) -> {
          return new Outcome.Unanswered(new Refusal.Misbehaved(problem));
        }
      }
    }
  }

  private static boolean isRedirect(HttpAnswer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> answer.header("location").isPresent();
      default -> false;
    };
  }

  /// @param first the call that led to this one, or itself
  private Outcome once(
      Endpoint endpoint,
      HttpCall call,
      HttpCall first,
      AnswerBudget.@Nullable Room room,
      Deadline deadline) {
    if (deadline.isOver()) {
      return new Outcome.Unanswered(new Refusal.DeadlineExceeded());
    }
    long start = System.nanoTime();
    String host = ShownUrl.host(call, first);
    Outcome outcome = attempt(endpoint, call, host, room, deadline);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    events.exchanged(host, call.method(), ended(outcome), took);
    if (events.traces()) {
      events.traced(exchange(call, first, outcome, took));
    }
    return outcome;
  }

  private static Exchange exchange(HttpCall call, HttpCall first, Outcome outcome, Duration took) {
    int status = outcome instanceof Outcome.Answered(HttpAnswer answer) ? answer.status() : 0;
    Optional<Refusal> failure =
        outcome instanceof Outcome.Unanswered(Refusal why) ? Optional.of(why) : Optional.empty();
    return new Exchange(
        call.method(),
        ShownUrl.of(call, first),
        call.scope(),
        call.holder(),
        call.showsToken(),
        call.isRedirectOf(first),
        status,
        failure,
        took);
  }

  private static ExchangeOutcome ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unanswered _ -> ExchangeOutcome.NO_ANSWER;
      case Outcome.Answered(HttpAnswer answer) -> ended(answer.status());
    };
  }

  private static ExchangeOutcome ended(int status) {
    return switch (status) {
      case 401 -> ExchangeOutcome.UNAUTHORIZED;
      case 403 -> ExchangeOutcome.FORBIDDEN;
      case 404 -> ExchangeOutcome.NOT_FOUND;
      case 429 -> ExchangeOutcome.RATE_LIMITED;
      default ->
          switch (status / 100) {
            case 2 -> ExchangeOutcome.SUCCESS;
            case 3 -> ExchangeOutcome.REDIRECT;
            case 5 -> ExchangeOutcome.SERVER_ERROR;
            default -> ExchangeOutcome.OTHER;
          };
    };
  }

  private Outcome attempt(
      Endpoint endpoint,
      HttpCall call,
      String host,
      AnswerBudget.@Nullable Room room,
      Deadline deadline) {
    boolean plain = call.url().startsWith("http://");
    try {
      PooledTransport pooled =
          new PooledTransport(
              pools.of(endpoint),
              aborter,
              deadline,
              plain,
              connectTimeout(endpoint),
              call.bodyLimit(),
              room);
      send(pooled, call, plain);
      HttpAnswer answer = pooled.answer();
      return answer == null
          ? new Outcome.Unanswered(new Refusal.Misbehaved("gave no answer"))
          : new Outcome.Answered(answer);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The one broad catch at the registry: what a hostile answer can make a library throw has no
      // bound, and none of it is proof of anything.
      return new Outcome.Unanswered(egress.refusal(e, call.url(), host, deadline));
    }
  }

  /// The node's own where it is shorter; below zero it is over at once, and zero is none.
  private int connectTimeout(Endpoint endpoint) {
    Duration dial = endpoint.dialTimeout();
    return dial == null || dial.isZero()
        ? connectTimeoutMillis
        : Math.toIntExact(Math.clamp(dial.toMillis(), 1, connectTimeoutMillis));
  }

  private static void send(PooledTransport pooled, HttpCall call, boolean plain)
      throws IOException {
    Request.Builder request = Request.builder().setUserAgent(USER_AGENT);
    if (!call.accept().isEmpty()) {
      request.setAccept(List.of(call.accept()));
    }
    Secret form = call.form();
    if (form != null) {
      request.setBody(
          new ByteArrayContent(
              "application/x-www-form-urlencoded", form.reveal().getBytes(StandardCharsets.UTF_8)));
    }
    pooled.headers(call.headers());
    pooled.authorize(call.authorization());
    // jib refuses http without its failover, which would also accept any certificate.
    String url = plain ? "https" + call.url().substring("http".length()) : call.url();
    try (var _ =
        TransportBridge.client(pooled)
            .call(call.method(), URI.create(url).toURL(), request.build())) {
      // All of it has been read by the transport.
    } catch (ResponseException e) {
      // A status that is no success; the transport has it too.
    }
  }

  @Override
  public void close() throws IOException {
    aborter.close();
    pools.close();
  }
}
