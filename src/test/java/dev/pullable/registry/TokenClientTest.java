package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClientTest {
  private static final Endpoint REGISTRY = new Endpoint("reg.io", Endpoint.Transport.TLS);
  private static final TokenExchange.Answer FOUND =
      FakeTokenServer.answer(200, "{\"access_token\":\"A\",\"expires_in\":120}");

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 405})
  void aPostThatIsNotUnderstoodIsFollowedByAGet(int status) {
    FakeTokenServer server = new FakeTokenServer(FakeTokenServer.answer(status, ""), FOUND);

    assertThat(token(server, "u", "p"))
        .isEqualTo(new TokenAnswer.Token(new Secret("A"), Duration.ofMinutes(2)));
    assertThat(server.requests).hasSize(2);
    assertThat(server.requests.getFirst().authorization()).isNull();
    assertThat(server.requests.getLast().authorization()).isEqualTo(new Secret("Basic dTpw"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 402, 403, 406, 408, 429, 500, 503, 599})
  void anyOtherFailedPostIsFinal(int status) {
    FakeTokenServer server = new FakeTokenServer(FakeTokenServer.answer(status, ""), FOUND);

    assertThat(failed(token(server, "u", "p")).problem())
        .isEqualTo(Authorization.Problem.HTTP_STATUS);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aRefreshTokenIsPostedAndA405IsFinalForIt() {
    FakeTokenServer server = new FakeTokenServer(FakeTokenServer.answer(405, ""), FOUND);

    assertThat(failed(token(server, "", "r")).refusal()).isEqualTo(new Refusal.ServerError(405));
    assertThat(server.requests).hasSize(1);
    assertThat(Objects.requireNonNull(server.requests.getFirst().form()).reveal())
        .isEqualTo(
            "client_id=containerd-client&grant_type=refresh_token&refresh_token=r"
                + "&scope=repository%3Aa%3Apull&service=s");
  }

  @Test
  void aUserWithoutAPasswordAsksAnonymously() {
    FakeTokenServer server = new FakeTokenServer(FOUND, FOUND);

    token(server, "u", "");

    assertThat(server.requests)
        .containsExactly(
            new TokenExchange.Request(
                "https://auth.reg.io/token?scope=repository%3Aa%3Apull&service=s",
                null, null, "repository:a:pull", null, false));
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void aCredentialThatIsRefusedIsUnauthorized(int status) {
    TokenExchange.Answer refused = FakeTokenServer.answer(status, "");

    assertThat(failed(token(new FakeTokenServer(refused, refused), "u", "p")).refusal())
        .isEqualTo(new Refusal.Unauthorized(true));
    assertThat(failed(token(new FakeTokenServer(refused, refused), "", "")).refusal())
        .isEqualTo(new Refusal.Unauthorized(false));
  }

  @Test
  void a429TellsWhenToRetry() {
    TokenExchange.Answer tooMany = FakeTokenServer.tooMany(Duration.ofSeconds(7));

    assertThat(failed(token(new FakeTokenServer(tooMany, tooMany), "u", "p")).refusal())
        .isEqualTo(new Refusal.TooManyRequests(Optional.of(Duration.ofSeconds(7))));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 418, 500, 502, 503})
  void anyOtherStatusOfAGetIsAServerError(int status) {
    TokenExchange.Answer answer = FakeTokenServer.answer(status, "secret-of-the-registry");

    assertThat(failed(token(new FakeTokenServer(answer, answer), "", "")).refusal())
        .isEqualTo(new Refusal.ServerError(status));
  }

  @Test
  void noAnswerIsFinalAndSaysWhy() {
    Refusal dns = new Refusal.Unreachable(Refusal.Unreachable.Cause.DNS, "auth.reg.io");
    TokenExchange.Answer none = new TokenExchange.Answer.NoAnswer(dns);
    FakeTokenServer server = new FakeTokenServer(none, FOUND);

    assertThat(token(server, "u", "p"))
        .isEqualTo(new Authorization.Failed(Authorization.Problem.NO_ANSWER, dns));
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void nothingIsSentAfterTheDeadline() {
    FakeTokenServer server = new FakeTokenServer(FOUND, FOUND);

    assertThat(
            new TokenClient(server).token(REGISTRY, request("u", "p"), Deadline.in(Duration.ZERO)))
        .isEqualTo(
            new Authorization.Failed(
                Authorization.Problem.NO_ANSWER, new Refusal.DeadlineExceeded()));
    assertThat(server.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secret-of-the-registry", "{\"token\":[\"secret-of-the-registry\"]}", "{}"})
  void aMalformedAnswerIsMisbehaviourAndNotEchoed(String body) {
    TokenExchange.Answer answer = FakeTokenServer.answer(200, body);
    Refusal refusal = failed(token(new FakeTokenServer(answer, answer), "", "")).refusal();

    assertThat(refusal).isInstanceOf(Refusal.Misbehaved.class);
    assertThat(refusal.toString()).doesNotContain("secret-of-the-registry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\nX: y", "\\u0000", "\\u007f"})
  void aTokenThatCannotBeSentIsMisbehaviour(String escaped) {
    TokenExchange.Answer answer = FakeTokenServer.answer(200, "{\"token\":\"a" + escaped + "\"}");

    assertThat(failed(token(new FakeTokenServer(answer, answer), "", "")).problem())
        .isEqualTo(Authorization.Problem.UNSENDABLE_TOKEN);
  }

  @ParameterizedTest
  @CsvSource({"60,60", "0,60", "-5,60", "1,1", "300,300", "9223372036854775807,86400"})
  void aTokenLivesAsLongAsItIsSaidTo(long expiresIn, long seconds) {
    String body = "{\"token\":\"T\",\"expires_in\":" + expiresIn + "}";
    TokenExchange.Answer answer = FakeTokenServer.answer(200, body);

    assertThat(token(new FakeTokenServer(answer, answer), "", ""))
        .isEqualTo(new TokenAnswer.Token(new Secret("T"), Duration.ofSeconds(seconds)));
  }

  private static TokenAnswer token(FakeTokenServer server, String username, String password) {
    return new TokenClient(server)
        .token(REGISTRY, request(username, password), Deadline.in(Duration.ofMinutes(1)));
  }

  private static TokenRequest request(String username, String password) {
    return new TokenRequest(
        Objects.requireNonNull(RealmUrlParser.parse("https://auth.reg.io/token")),
        "s",
        List.of("repository:a:pull"),
        username,
        new Secret(password),
        "repository:a:pull",
        null);
  }

  private static Authorization.Failed failed(TokenAnswer answer) {
    assertThat(answer).isInstanceOf(Authorization.Failed.class);
    return (Authorization.Failed) answer;
  }
}
