package dev.pullable.testregistry;

import static dev.pullable.testregistry.HttpProbe.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestRegistryAuthTest {
  private static final String TAG = "/v2/team/app/manifests/1.0";
  private static final String MISSING = "/v2/team/missing/manifests/1.0";
  private static final String SCOPE = "scope=repository:team/app:pull";
  private static final String ANA = new BasicCredential("ana", "s3:cret").header();
  private static final String EVE = new BasicCredential("eve", "pw").header();
  private static final String WRONG = new BasicCredential("ana", "wrong").header();

  private final TestRegistry registry = TestRegistry.start();
  private final HttpProbe http = new HttpProbe(registry);

  @BeforeEach
  void push() {
    registry.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    registry.push("team-b/app", "1.0", TestImages.image("linux", "amd64"));
  }

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  private static Auth users(Auth auth) {
    return auth.user("ana", "s3:cret").stranger("eve", "pw");
  }

  @Test
  void basicWantsAUsersPassword() throws IOException {
    registry.auth("team", users(Auth.basic()));

    assertThat(header(http.head(TAG), "WWW-Authenticate"))
        .isEqualTo("Basic realm=\"test-registry\"");
    assertThat(http.get(TAG).body()).contains("UNAUTHORIZED");
    assertThat(status(TAG, "Basic %%%")).isEqualTo(401);
    assertThat(status(TAG, WRONG)).isEqualTo(401);
    assertThat(status(TAG, ANA)).isEqualTo(200);
    assertThat(http.get(TAG, "Authorization", EVE).body()).contains("DENIED");
    assertThat(status(TAG, EVE)).isEqualTo(403);
  }

  @Test
  void aPrefixIsOfWholePathComponents() throws IOException {
    registry.auth("team", users(Auth.basic()));

    assertThat(http.head("/v2/team-b/app/manifests/1.0").statusCode()).isEqualTo(200);
    assertThat(http.head("/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void theEmptyPrefixGuardsEverythingElse() throws IOException {
    registry.auth("", users(Auth.basic())).auth("team", Auth.open());

    assertThat(http.head("/v2/").statusCode()).isEqualTo(401);
    assertThat(http.head("/v2/team-b/app/manifests/1.0").statusCode()).isEqualTo(401);
    assertThat(http.head(TAG).statusCode()).isEqualTo(200);
  }

  @Test
  void aMissingRepositoryIsToldUnlessHidden() throws IOException {
    registry.auth("team", users(Auth.basic()));
    assertThat(status(MISSING, ANA)).isEqualTo(404);
    registry.auth("team", users(Auth.basic()).hidesMissing());
    assertThat(status(MISSING, ANA)).isEqualTo(401);
    assertThat(status(TAG, ANA)).isEqualTo(200);
  }

  @Test
  void bearerChallengesWithRealmServiceAndScope() throws IOException {
    registry.auth("team", users(Auth.bearer()).service("svc"));

    assertThat(header(http.head(TAG), "WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"%s/token\",service=\"svc\",scope=\"repository:team/app:pull\""
                .formatted(registry.uri()));
  }

  @Test
  void aTokenIsGivenByGetAndByPost() throws IOException {
    registry.auth("team", users(Auth.bearer()));

    String got = token(http.get("/token?service=test-registry&" + SCOPE, "Authorization", ANA));
    String form = "grant_type=password&username=ana&password=s3%3Acret&service=s&" + SCOPE;
    HttpResponse<String> posted = http.post("/token", form);

    assertThat(status(TAG, "Bearer " + got)).isEqualTo(200);
    assertThat(posted.body()).doesNotContain("\"token\"");
    assertThat(status(TAG, "Bearer " + token(posted))).isEqualTo(200);
    assertThat(registry.tokenRequests()).hasSize(2);
    assertThat(registry.tokenRequests().getLast().form()).isEqualTo(form);
  }

  @Test
  void aTokenCountsForItsScopeOnly() throws IOException {
    registry.auth("team", users(Auth.bearer())).auth("team-b", users(Auth.bearer()));

    String token = token(http.get("/token?" + SCOPE, "Authorization", ANA));
    HttpResponse<String> other =
        http.get("/v2/team-b/app/manifests/1.0", "Authorization", "Bearer " + token);

    assertThat(other.statusCode()).isEqualTo(401);
    assertThat(header(other, "WWW-Authenticate")).contains("error=\"insufficient_scope\"");
  }

  @Test
  void scopesMayBeSeveral() throws IOException {
    registry.auth("team", users(Auth.bearer())).auth("team-b", users(Auth.bearer()));

    String query = SCOPE + ",push&scope=repository:team-b/app:pull";
    String token = token(http.get("/token?" + query, "Authorization", ANA));

    assertThat(status(TAG, "Bearer " + token)).isEqualTo(200);
    assertThat(status("/v2/team-b/app/manifests/1.0", "Bearer " + token)).isEqualTo(200);
  }

  @Test
  void aWrongPasswordGetsNoTokenEvenWherePullIsAnonymous() throws IOException {
    registry.auth("team", users(Auth.bearer()).anonymousPull());

    assertThat(http.get("/token?" + SCOPE, "Authorization", WRONG).statusCode()).isEqualTo(401);
    String anonymous = token(http.get("/token?" + SCOPE));
    String stranger = token(http.get("/token?" + SCOPE, "Authorization", EVE));
    assertThat(status(TAG, "Bearer " + anonymous)).isEqualTo(200);
    assertThat(status(TAG, "Bearer " + stranger)).isEqualTo(200);
  }

  @Test
  void anAnonymousTokenGrantsNothingInPrivate() throws IOException {
    registry.auth("team", users(Auth.bearer()));
    assertThat(status(TAG, "Bearer " + token(http.get("/token?" + SCOPE)))).isEqualTo(401);

    registry.auth("team", users(Auth.bearer()).refusesUngranted(403));
    assertThat(http.get("/token?" + SCOPE).statusCode()).isEqualTo(403);
  }

  @Test
  void aKnownUserWithoutAccessIsRefusedAsTold() throws IOException {
    registry.auth("team", users(Auth.bearer()).deniedStatus(403));

    String token = token(http.get("/token?" + SCOPE, "Authorization", EVE));

    assertThat(status(TAG, "Bearer " + token)).isEqualTo(403);
  }

  @Test
  void privateAndMissingLookAlikeToTheAnonymous() throws IOException {
    registry.auth("", Auth.bearer().anonymousPull().hidesMissing());
    registry.auth("team", users(Auth.bearer()).hidesMissing());

    String scopes = SCOPE + "&scope=repository:team/missing:pull&scope=repository:none:pull";
    String token = token(http.get("/token?" + scopes));

    assertThat(status(TAG, "Bearer " + token)).isEqualTo(401);
    assertThat(status(MISSING, "Bearer " + token)).isEqualTo(401);
    assertThat(status("/v2/none/manifests/1.0", "Bearer " + token)).isEqualTo(401);
  }

  @Test
  void tokensExpire() throws IOException {
    registry.auth("team", users(Auth.bearer()).tokensExpireIn(Duration.ZERO));

    String token = token(http.get("/token?" + SCOPE, "Authorization", ANA));
    HttpResponse<String> late = http.head(TAG, "Authorization", "Bearer " + token);

    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(header(late, "WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  @Test
  void postCanBeRefused() throws IOException {
    registry.auth("team", users(Auth.bearer()).refusesPost(405));

    assertThat(http.post("/token", "grant_type=password&" + SCOPE).statusCode()).isEqualTo(405);
    assertThat(http.get("/token?" + SCOPE, "Authorization", ANA).statusCode()).isEqualTo(200);
  }

  @Test
  void anotherServerCanGiveTheTokens() throws IOException {
    try (TestRegistry elsewhere = TestRegistry.start();
        HttpProbe there = new HttpProbe(elsewhere)) {
      URI realm = elsewhere.tokensOf(registry, "/auth");
      registry.auth("team", users(Auth.bearer()).realm(realm + "?tenant=t"));

      assertThat(header(http.head(TAG), "WWW-Authenticate"))
          .contains("realm=\"" + realm + "?tenant=t\"");
      String token = token(there.get("/auth?tenant=t&" + SCOPE, "Authorization", ANA));
      assertThat(status(TAG, "Bearer " + token)).isEqualTo(200);
      assertThat(elsewhere.tokenRequests()).hasSize(1);
      assertThat(registry.tokenRequests()).isEmpty();
    }
  }

  @Test
  void challengesCanBeAnyLines() throws IOException {
    registry.auth("team", users(Auth.basic()).challenges("Negotiate", "Basic realm=\"r\""));

    assertThat(http.head(TAG).headers().allValues("WWW-Authenticate"))
        .containsExactly("Negotiate", "Basic realm=\"r\"");
  }

  @Test
  void aPushWantsAUser() throws IOException {
    registry.auth("team", users(Auth.bearer()).anonymousPull());
    String anonymous = token(http.get("/token?" + SCOPE + ",push"));

    assertThat(
            http.text(
                    http.send(
                        "POST",
                        "/v2/team/app/blobs/uploads/",
                        "",
                        "Authorization",
                        "Bearer " + anonymous))
                .statusCode())
        .isEqualTo(401);
    try (RegistryPusher pusher = RegistryPusher.to(registry.uri(), null, "ana", "s3:cret")) {
      pusher.push("team/app", "2.0", TestImages.image("linux", "arm64"));
    }
  }

  private int status(String path, String authorization) throws IOException {
    return http.head(path, "Authorization", authorization).statusCode();
  }

  private static String token(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body()).get("access_token").asText();
  }
}
