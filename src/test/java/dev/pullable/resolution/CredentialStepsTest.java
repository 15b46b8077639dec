package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.resolution.CredentialTrace.Step.Anonymous;
import dev.pullable.resolution.CredentialTrace.Step.NotMatched;
import dev.pullable.resolution.CredentialTrace.Step.Skipped;
import dev.pullable.resolution.CredentialTrace.Step.Tried;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.Unpullable;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialStepsTest {
  private static final String IMAGE = "reg.io/shop/web:1.0";
  private static final String HUB = "docker.io/library/nginx:1.27";

  private final FakePull pull = new FakePull().answers(_ -> new Refusal.Unauthorized(false));

  private Evidence evidence(String image) {
    return switch (pull.resolve(image)) {
      case Unpullable it -> it.evidence();
      case Inconclusive it -> it.evidence();
      case Resolution.Pullable it -> it.evidence();
      case Resolution.NotPulled _ -> throw new AssertionError();
    };
  }

  @Test
  void secretsThatTakeNoPartComeFirstThenEntriesThenAttempts() {
    pull.missing("gone")
        .secret("opaque", "Opaque", "{}")
        .json("flat", "{'reg.io':{'username':'u'}}")
        .entry("other", "other.io", "hunter2")
        .entry("port", "reg.io:443", "hunter2")
        .entry("good", "reg.io/shop", "hunter2")
        .answers(_ -> new Refusal.Unauthorized(true));
    assertThat(evidence(IMAGE).credentials())
        .isEqualTo(
            new CredentialTrace(
                List.of(
                    new Skipped("gone", "does not exist in namespace shop"),
                    new Skipped("opaque", "is of type Opaque, which the kubelet never reads", true),
                    new Skipped("flat", "has no member auths, so that it holds no entry", true),
                    new NotMatched("port", "reg.io:443", "names a port, and the image names none"),
                    new NotMatched("other", "other.io", "is for another host"),
                    new Tried("pull secret good", "reg.io/shop", "was refused (401)"))));
  }

  @Test
  void withoutACredentialTheAnonymousAttemptIsTold() {
    assertThat(evidence(IMAGE).credentials().steps())
        .containsExactly(new Anonymous("was refused (401)"));
  }

  @Test
  void aMalformedSecretIsToldWithWhatElseIsWrong() {
    pull.missing("gone").json("bad", "{'auths':[]}").json("worse", "x");
    assertThat(evidence(IMAGE).credentials().steps())
        .containsExactly(
            new Skipped("gone", "does not exist in namespace shop"),
            new Skipped(
                "bad", "has a .dockerconfigjson that \"auths\" must be an object, not an array"),
            new Skipped("worse", "has a .dockerconfigjson that is not JSON (line 1, column 1)"));
  }

  @Test
  void whatIsNotAboutCredentialsHasNoTrace() {
    pull.entry("good", "reg.io", "p").answers(_ -> new Refusal.NotFound(Missing.MANIFEST));
    assertThat(evidence(IMAGE).credentials()).isEqualTo(CredentialTrace.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          first  | was refused (401)
          second | was let in, and found nothing (404)
          third  | was forbidden (403)
          fourth | got no answer but status 503
          fifth  | got no answer
          """)
  void eachAttemptIsToldWithItsOutcome(String name, String outcome) {
    for (String secret : List.of("first", "second", "third", "fourth", "fifth")) {
      pull.entry(secret, "reg.io", secret);
    }
    pull.answers(it ->
        it.credential().password().reveal().equals(name)
            ? answer(name)
            : new Refusal.CredentialWithheld("auth.io"));
    assertThat(evidence(IMAGE).credentials().steps())
        .hasSize(5)
        .contains(
            new Tried("pull secret " + name, "reg.io", outcome),
            new Tried(
                name.equals("fifth") ? "pull secret first" : "pull secret fifth",
                "reg.io",
                "was not shown to auth.io, which is not trusted with it"));
  }

  private static ManifestAnswer answer(String secret) {
    return switch (secret) {
      case "first" -> new Refusal.Unauthorized(true);
      case "second" -> new Refusal.NotFound(Missing.MANIFEST);
      case "third" -> new Refusal.Denied(true);
      case "fourth" -> new Refusal.ServerError(503);
      default -> new Refusal.DeadlineExceeded();
    };
  }

  @Test
  void theNearestEntryIsToldFirst() {
    pull.json("s", "{'auths':{'other.io':{},'https://index.docker.io/v1':{},'another.io':{}}}");
    assertThat(evidence(HUB).credentials().steps())
        .first()
        .isEqualTo(
            new NotMatched(
                "s",
                "https://index.docker.io/v1",
                "lacks the trailing slash, so the kubelet never matches it"));
  }

  @Test
  void aSecretWithoutAnEntryIsToldWithWhy() {
    pull.json("flat", "{'reg.io':{}}");
    pull.entry("other", "other.io", "p");
    assertThat(evidence(IMAGE).credentials().steps())
        .first()
        .isInstanceOfSatisfying(
            Skipped.class,
            it ->
                assertThat(it.secret() + " " + it.why())
                    .isEqualTo("flat has no member auths, so that it holds no entry"));
  }

  @Test
  void aThousandEntriesAreAFewStepsAndANumber() {
    StringJoiner entries = new StringJoiner(",", "{'auths':{", ",'REG.io':{}}}");
    for (int i = 0; i < 500; i++) {
      entries.add("'r" + i + ".io':{}");
    }
    pull.json("many", entries.toString());
    for (int i = 0; i < 30; i++) {
      pull.missing("gone-" + i);
    }
    CredentialTrace trace = evidence(IMAGE).credentials();
    assertThat(trace.steps()).hasSize(20).last().isEqualTo(new Anonymous("was refused (401)"));
    assertThat(trace.more()).isEqualTo(501 + 30 + 1 - 20);
  }

  @Test
  void manyMissingSecretsCostMoments() {
    for (int i = 0; i < 50_000; i++) {
      pull.missing("gone-" + i);
    }
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 20; i++) {
            assertThat(evidence(IMAGE).credentials().more()).isEqualTo(50_000 + 1 - 20);
          }
        });
  }

  @Test
  void nothingSecretIsTraced() {
    pull.entry("s", "https://ana:sesame@reg.io/other?sesame#sesame", "sesame")
        .entry("t", "https://ana:sesame@reg.io", "sesame")
        .answers(_ -> new Refusal.Unauthorized(true));
    assertThat(evidence(IMAGE).credentials().steps())
        .hasSize(2)
        .first()
        .isInstanceOf(NotMatched.class);
    assertThat(evidence(IMAGE).toString()).contains("reg.io/other").doesNotContain("ana:", "'u'");
    assertThat(evidence(IMAGE).credentials().toString()).doesNotContain("ana");
  }
}
