package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.registry.Endpoints;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing secret is printed, whatever a registry answers that has been told it.
class ExplainSecretsTest {
  private static final String PASSWORD = "s3cr3t-Passw0rd";
  private static final String TOKEN = "t0ken-abcdefgh";
  private static final String PAIR =
      Base64.getEncoder().encodeToString(("ci:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  private static final String QUERY = "X-Amz-Signature";

  private final TestRegistry registry = TestRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  /// Addresses by which a registry gives back a secret that it was told.
  private static Stream<String> addresses(String secret) {
    return Stream.of(
        "/v2/" + secret + "/x?" + QUERY + "=1",
        "/token/" + secret,
        "http://" + secret + ".invalid/v2/",
        "http://" + secret + ":1/v2/",
        "http://u:" + secret + "@127.0.0.1:1/",
        "http://127.0.0.1:1/" + secret,
        "/v2/x?" + QUERY + "#" + secret,
        "::" + secret + " %");
  }

  static Stream<String> locations() {
    return Stream.of(PASSWORD, TOKEN, PAIR).flatMap(ExplainSecretsTest::addresses);
  }

  static Stream<String> realms() {
    return Stream.of(PASSWORD, PAIR).flatMap(ExplainSecretsTest::addresses);
  }

  private ExplainEngine engine() {
    return new ExplainEngine(new Endpoints(Set.of(registry.authority())))
        .node("node-1", Platform.of("linux", "amd64"))
        .pullSecret("regcred", registry.authority(), "ci", PASSWORD);
  }

  private void nothingSecretIsPrinted() {
    for (String form : List.of("text", "json")) {
      Transcript transcript =
          Transcript.of(
              engine(),
              registry.authority() + "/team/app:1.0",
              "--pull-secret",
              "regcred",
              "-o",
              form);
      assertThat(transcript.out()).contains("regcred");
      assertThat((transcript.out() + transcript.err()).toLowerCase(Locale.ROOT))
          .doesNotContain(
              PASSWORD.toLowerCase(Locale.ROOT),
              TOKEN.toLowerCase(Locale.ROOT),
              PAIR.toLowerCase(Locale.ROOT),
              QUERY.toLowerCase(Locale.ROOT));
    }
    assertThat(registry.requests()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("locations")
  void inARedirect(String location) {
    registry
        .auth("", Auth.bearer().user("ci", PASSWORD))
        .mint((_, _, _, _, _) -> TOKEN)
        .fault("team/app", (_, _) -> Answer.of(307).with("Location", location));

    nothingSecretIsPrinted();
  }

  @ParameterizedTest
  @MethodSource("realms")
  void inARealm(String location) {
    String realm = location.startsWith("/") ? registry.uri() + location : location;
    registry.auth(
        "",
        Auth.bearer()
            .challenges(
                "Bearer realm=\"%s\",service=\"%s\",scope=\"%s\""
                    .formatted(realm, PASSWORD, PAIR)));

    nothingSecretIsPrinted();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void inABody(Fault fault) {
    registry
        .auth("", Auth.basic().user("ci", PASSWORD))
        .push("team/app", "1.0", TestImages.image("linux", "amd64"));
    registry.fault("team/app", fault);

    nothingSecretIsPrinted();
  }

  static List<Fault> bodies() {
    return List.of(
        Fault.body(401, "text/plain", PASSWORD),
        Fault.body(403, "application/json", "{\"errors\":[{\"code\":\"" + PASSWORD + "\"}]}"),
        Fault.body(500, "text/html", PAIR),
        Fault.body(200, "text/plain", PASSWORD),
        Fault.contentDigest(PASSWORD),
        (answer, _) -> answer.with("Retry-After", PASSWORD));
  }
}
