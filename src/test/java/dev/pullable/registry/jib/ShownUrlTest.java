package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownUrlTest {
  private static final Credential CREDENTIAL =
      new Credential("ci", new Secret("hunter2"), new Credential.Source("regcred", "reg.io"));

  private static HttpCall call(String url, String scope) {
    HttpCall.Purpose purpose = new HttpCall.Purpose(CREDENTIAL, "", scope);
    return new HttpCall("GET", url, "", Map.of(), null, null, 1, 5, purpose);
  }

  private static String own(String url) {
    HttpCall call = call(url, "");
    return ShownUrl.of(call, call);
  }

  private static String token(String url) {
    HttpCall call = call(url, "repository:a:pull");
    return ShownUrl.of(call, call);
  }

  private static String redirected(String url) {
    HttpCall first =
        call("https://reg.io/v2/", "")
            .withAuthorization(new Secret("Bearer T0ken"), CREDENTIAL, true);
    return ShownUrl.of(first.redirectedTo(url, false), first);
  }

  @Test
  void whatTheReferenceSaysIsShownWithoutItsQuery() {
    assertThat(own("https://reg.io/v2/team/hunter2/manifests/1?ns=docker.io#x"))
        .isEqualTo("https://reg.io/v2/team/hunter2/manifests/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token", "/v2/auth", "/service/token", "/jwt/auth", "/api/docker/x/v2"})
  void ofATokenServerTheUsualPathsAreShown(String path) {
    String shown = path.contains("/x/") ? "/…" : path;

    assertThat(token("https://auth.io" + path + "?service=s&scope=hunter2"))
        .isEqualTo("https://auth.io" + shown);
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn.io/v2/token?Signature=x, https://cdn.io/…",
    "https://u:p@cdn.io/x, https://cdn.io/…",
    "https://HUNTER2.cdn.io/x, https://…/…",
    "https://t0ken.cdn.io/x, https://…/…",
    "mailto:x, mailto:///…"
  })
  void ofARedirectTheHostIsShownUnlessItTellsASecret(String url, String shown) {
    assertThat(redirected(url)).isEqualTo(shown);
  }

  @Test
  void aPathOfManyPartsIsNoTrouble() {
    assertThat(token("https://auth.io" + "/v1".repeat(100_000))).isEqualTo("https://auth.io/…");
  }
}
