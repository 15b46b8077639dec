package dev.pullable.registry;

import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.Set;

/// Gets a token the way containerd does (containerd: core/remotes/docker/authorizer.go,
/// doBearerAuth): with a password by POST, then by GET where the POST is not understood; without
/// one by GET.
final class TokenClient {
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 401, 404);
  private static final int METHOD_NOT_ALLOWED = 405;

  /// The distribution spec's default where a token server tells no life.
  private static final long DEFAULT_SECONDS = 60;

  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private final TokenExchange exchange;

  TokenClient(TokenExchange exchange) {
    this.exchange = exchange;
  }

  TokenAnswer token(Endpoint registry, TokenRequest request, Deadline deadline) {
    if (!request.realm().isRequestable()) {
      return failed(Authorization.Problem.REQUEST, misbehaved("it names no token server"));
    }
    boolean shown = !request.isAnonymous();
    if (shown) {
      TokenExchange.Answer answer = send(registry, request.post(), deadline);
      if (!isNotUnderstood(answer, request)) {
        return read(answer, TokenBody.OF_POST, true);
      }
    }
    return read(send(registry, request.get(), deadline), TokenBody.OF_GET, shown);
  }

  private TokenExchange.Answer send(
      Endpoint registry, TokenExchange.Request request, Deadline deadline) {
    return deadline.isOver()
        ? new TokenExchange.Answer.NoAnswer(new Refusal.DeadlineExceeded())
        : exchange.send(registry, request, deadline);
  }

  private static boolean isNotUnderstood(TokenExchange.Answer answer, TokenRequest request) {
    return answer instanceof TokenExchange.Answer.Answered answered
        && (NOT_UNDERSTOOD.contains(answered.status())
            || (answered.status() == METHOD_NOT_ALLOWED && !request.username().isEmpty()));
  }

  private static TokenAnswer read(
      TokenExchange.Answer answer, Set<TokenBody.Member> members, boolean shown) {
    return switch (answer) {
      case TokenExchange.Answer.NoAnswer none ->
          failed(Authorization.Problem.NO_ANSWER, none.refusal());
      case TokenExchange.Answer.Answered answered
          when answered.status() < 200 || answered.status() >= 400 ->
          failed(Authorization.Problem.HTTP_STATUS, refusal(answered, shown));
      case TokenExchange.Answer.Answered answered -> token(answered.body(), members);
    };
  }

  private static Refusal refusal(TokenExchange.Answer.Answered answered, boolean shown) {
    return switch (answered.status()) {
      case 401, 403 -> new Refusal.Unauthorized(shown);
      case 429 -> new Refusal.TooManyRequests(answered.retryAfter());
      case 503 -> new Refusal.ServerError(503, answered.retryAfter());
      default -> new Refusal.ServerError(answered.status());
    };
  }

  private static TokenAnswer token(Secret json, Set<TokenBody.Member> members) {
    TokenBody body = TokenBody.read(json.reveal(), members);
    if (body == null) {
      return failed(
          Authorization.Problem.DECODE, misbehaved("its token server's answer is not a token's"));
    }
    if (body.value().isEmpty()) {
      return failed(Authorization.Problem.NO_TOKEN, misbehaved("its token server gives no token"));
    }
    if (!isSendable(body.value())) {
      return failed(
          Authorization.Problem.UNSENDABLE_TOKEN,
          misbehaved("its token server's token has control characters"));
    }
    return new TokenAnswer.Token(new Secret(body.value()), life(body.expiresIn()));
  }

  /// Go refuses such a header, too (httpguts.ValidHeaderFieldValue).
  private static boolean isSendable(String token) {
    return token.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
  }

  private static Duration life(long expiresIn) {
    long seconds = expiresIn <= 0 ? DEFAULT_SECONDS : Math.min(expiresIn, LONGEST_SECONDS);
    return Duration.ofSeconds(seconds);
  }

  private static Refusal misbehaved(String problem) {
    return new Refusal.Misbehaved(problem);
  }

  private static Authorization.Failed failed(Authorization.Problem problem, Refusal refusal) {
    return new Authorization.Failed(problem, refusal);
  }
}
