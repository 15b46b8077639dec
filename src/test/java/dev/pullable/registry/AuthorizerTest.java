package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerTest {
  private static final Endpoint REGISTRY = new Endpoint("reg.example.com", Endpoint.Transport.TLS);
  private static final String OWN = "https://auth.example.com/token";
  private static final String FOREIGN = "https://evil.org/token";
  private static final Credential CREDENTIAL =
      new Credential("u", new Secret("p"), new Credential.Source("pull", "reg.example.com"));
  private static final Refusal WITHHELD = new Refusal.CredentialWithheld("evil.org");

  private final FakeTokenServer server = FakeTokenServer.giving("T");
  private final Authorizer authorizer =
      new Authorizer(
          server,
          new KnownTokenServers(List.of()),
          new TokenCache(),
          credential -> credential.username() + " " + credential.password().reveal());

  @Test
  void aTrustedRealmIsShownTheCredential() {
    Authorization.Header header = header(authorize(OWN, CREDENTIAL));

    assertThat(header.value()).isEqualTo(new Secret("Bearer T"));
    assertThat(header.credentialShown()).isTrue();
    assertThat(header.withheldFrom()).isEmpty();
    assertThat(header.reused()).isFalse();
  }

  @Test
  void aForeignRealmIsAskedAnonymously() {
    Authorization.Header header = header(authorize(FOREIGN, CREDENTIAL));

    assertThat(header.credentialShown()).isFalse();
    assertThat(header.withheldFrom()).isEqualTo(Optional.of("evil.org"));
    assertThat(server.requests)
        .allSatisfy(request -> {
          assertThat(request.form()).isNull();
          assertThat(request.authorization()).isNull();
        });
  }

  @Test
  void aRefusalAfterAWithheldCredentialIsDoubt() {
    Authorization.Header header = header(authorize(FOREIGN, CREDENTIAL));

    assertThat(header.refused(new Refusal.Unauthorized(false))).isEqualTo(WITHHELD);
    assertThat(header.refused(new Refusal.Denied(false))).isEqualTo(WITHHELD);
    assertThat(header.refused(new Refusal.NotFound(Refusal.NotFound.Missing.REPOSITORY)))
        .isEqualTo(WITHHELD);
    assertThat(header.refused(new Refusal.DeadlineExceeded()))
        .isEqualTo(new Refusal.DeadlineExceeded());
    assertThat(header.refused(new Refusal.ServerError(500)))
        .isEqualTo(new Refusal.ServerError(500));
  }

  @Test
  void aRefusalAfterAShownCredentialStaysARefusal() {
    Refusal denied = new Refusal.Denied(true);

    assertThat(header(authorize(OWN, CREDENTIAL)).refused(denied)).isEqualTo(denied);
    assertThat(header(authorize(FOREIGN, null)).refused(denied)).isEqualTo(denied);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aForeignRealmThatGivesNoAnonymousTokenIsDoubt(int status) {
    server.answersFromNowOn(FakeTokenServer.answer(status, ""));

    assertThat(failed(authorize(FOREIGN, CREDENTIAL)).refusal()).isEqualTo(WITHHELD);
  }

  @Test
  void aForeignRealmIsNoDoubtWithoutACredential() {
    server.answersFromNowOn(FakeTokenServer.answer(401, ""));

    assertThat(failed(authorize(FOREIGN, null)).refusal())
        .isEqualTo(new Refusal.Unauthorized(false));
  }

  @Test
  void anUnusableRealmIsNotAskedAtAll() {
    for (Credential credential : new Credential[] {CREDENTIAL, null}) {
      Authorization.Failed failed = failed(authorize("http://169.254.169.254/x", credential));

      assertThat(failed.problem()).isEqualTo(Authorization.Problem.REFUSED_REALM);
      assertThat(failed.refusal())
          .isEqualTo(new Refusal.Misbehaved("its token server is not on https"));
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aTokenIsReusedForTheSameRegistryRealmScopeAndCredentialOnly() {
    authorize(OWN, CREDENTIAL);
    assertThat(header(authorize(OWN, CREDENTIAL)).reused()).isTrue();
    assertThat(server.requests).hasSize(1);

    Credential other = new Credential("u", new Secret("q"), CREDENTIAL.source());
    assertThat(header(authorize(OWN, other)).reused()).isFalse();
    assertThat(header(authorize(OWN, null)).reused()).isFalse();
    assertThat(header(authorize(OWN + "?x=y", CREDENTIAL)).reused()).isFalse();
    assertThat(header(authorize(OWN, "repository:b:pull", REGISTRY)).reused()).isFalse();
    assertThat(
            header(
                    authorize(
                        OWN,
                        "repository:a:pull",
                        new Endpoint("reg2.example.com", Endpoint.Transport.TLS)))
                .reused())
        .isFalse();
  }

  @Test
  void aWithheldCredentialSharesTheAnonymousToken() {
    authorize(FOREIGN, null);

    Authorization.Header header = header(authorize(FOREIGN, CREDENTIAL));

    assertThat(header.reused()).isTrue();
    assertThat(header.credentialShown()).isFalse();
    assertThat(header.withheldFrom()).isEqualTo(Optional.of("evil.org"));
  }

  @Test
  void aDroppedTokenIsFetchedAnew() {
    Authorization.Header refused = header(authorize(OWN, CREDENTIAL));
    authorizer.drop(refused);
    server.answersFromNowOn(FakeTokenServer.answer(200, "{\"access_token\":\"U\"}"));

    Authorization.Header fresh = header(authorize(OWN, CREDENTIAL));
    assertThat(fresh.value()).isEqualTo(new Secret("Bearer U"));

    authorizer.drop(refused);
    assertThat(header(authorize(OWN, CREDENTIAL)).value()).isEqualTo(fresh.value());
  }

  @Test
  void basicGoesToTheRegistryItself() {
    Authorization outcome =
        authorizer.authorize(
            new Authorizer.Unauthorized(
                REGISTRY,
                ChallengeParser.parse(List.of("Basic realm=\"https://evil.org\"")),
                "repository:a:pull",
                CREDENTIAL),
            Deadline.in(Duration.ofMinutes(1)));

    assertThat(outcome)
        .isEqualTo(
            new Authorization.Header(
                new Secret("Basic dTpw"), true, Optional.empty(), false, Optional.empty()));
    assertThat(server.requests).isEmpty();
  }

  @Test
  void nothingThatIsHandedBackShowsASecretOrTheRealm() {
    assertThat(authorize(FOREIGN + "?key=seeded", CREDENTIAL).toString())
        .doesNotContain("Bearer T", "seeded", "dTpw");
    assertThat(server.requests.toString()).doesNotContain("seeded");
  }

  private Authorization authorize(String realm, @Nullable Credential credential) {
    return authorize(realm, "repository:a:pull", REGISTRY, credential);
  }

  private Authorization authorize(String realm, String scope, Endpoint registry) {
    return authorize(realm, scope, registry, CREDENTIAL);
  }

  private Authorization authorize(
      String realm, String scope, Endpoint registry, @Nullable Credential credential) {
    List<Challenge> challenges =
        ChallengeParser.parse(List.of("Bearer realm=\"" + realm + "\",service=\"s\""));
    return authorizer.authorize(
        new Authorizer.Unauthorized(registry, challenges, scope, credential),
        Deadline.in(Duration.ofMinutes(1)));
  }

  private static Authorization.Header header(Authorization outcome) {
    assertThat(outcome).isInstanceOf(Authorization.Header.class);
    return (Authorization.Header) outcome;
  }

  private static Authorization.Failed failed(Authorization outcome) {
    assertThat(outcome).isInstanceOf(Authorization.Failed.class);
    return (Authorization.Failed) outcome;
  }
}
