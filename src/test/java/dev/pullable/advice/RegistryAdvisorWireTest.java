package dev.pullable.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice.Instead;
import dev.pullable.advice.Advice.Instead.Kind;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.review.TestEngine;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.LoggedRequest;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryAdvisorWireTest {
  private static final BuiltManifest IMAGE = TestImages.index(Platform.of("linux", "amd64"));
  private static final Digest DIGEST = IMAGE.digest();

  private final TestRegistry registry = TestRegistry.start();
  private final String at = registry.authority();
  private final TestEngine engine = TestEngine.plain(at).advising();

  @AfterEach
  void stop() throws IOException {
    engine.close();
    registry.close();
  }

  private Instead instead(Kind kind, String reference) {
    return new Instead(kind, at + "/" + reference, DIGEST);
  }

  private List<String> asked() {
    return registry.requests().stream().map(LoggedRequest::line).toList();
  }

  @Test
  void anAdmittedImageCostsNoRequestMore() {
    registry.push("team/app", "1.27", IMAGE);
    assertThat(engine.advice(at + "/team/app:1.27")).isEqualTo(Advice.NONE);
    assertThat(asked())
        .containsExactly(
            "HEAD /v2/team/app/manifests/1.27", "GET /v2/team/app/manifests/" + DIGEST);
  }

  @Test
  void theTagsThatMayBeMeantAreTriedAndTold() {
    registry.push("team/app", "1.27", IMAGE);
    registry.push("team/app", "1.27.0", IMAGE);
    registry.push("team/app", "2.0", IMAGE);
    assertThat(engine.advice(at + "/team/app:1.27.O").instead())
        .containsExactly(instead(Kind.TAG, "team/app:1.27.0"), instead(Kind.TAG, "team/app:1.27"));
    // Two to find out, one for the list, and a HEAD each for the tags; the manifest is the same.
    assertThat(registry.count()).isEqualTo(2 + 1 + 2 + 1);
  }

  @Test
  void aTagThatThisPodCouldNotRunIsNotTold() {
    engine.node("one", Platform.of("linux", "amd64"));
    registry.push("team/app", "latest", TestImages.index(Platform.of("linux", "arm64")));
    assertThat(engine.advice(at + "/team/app:lates").instead()).isEmpty();
  }

  @Test
  void tagsAreListedWithTheCredentialThatWasLetInAndWithNoOther() {
    registry.auth("team", Auth.basic().user("joe", "secret"));
    registry.push("team/app", "latest", IMAGE);
    engine.pullSecret("regcred", at, "joe", "secret");
    assertThat(engine.advice(at + "/team/app:lates", "regcred").instead())
        .containsExactly(instead(Kind.TAG, "team/app:latest"));
    registry.clearLog();
    Advice stranger = engine.advice(at + "/team/app:lates");
    assertThat(stranger.instead()).isEmpty();
    assertThat(registry.requests()).noneMatch(request -> request.query().contains("n=500"));
  }

  @Test
  void namesThatAreNoneAreNeverTold() {
    registry.push("team/app", "latest", IMAGE);
    registry
        .on("team")
        .kind(RequestKind.TAGS)
        .fault((_, _) ->
            Answer.json(200, "{\"tags\":[\"latest\\u001b[2J\",\"lates;reboot\",\"$(x)\",7]}"));
    assertThat(engine.advice(at + "/team/app:lates").instead()).isEmpty();
    assertThat(registry.count(RequestKind.MANIFEST, "HEAD")).isEqualTo(1);
  }

  @Test
  void aTagThatIsListedAndNotThereIsNotTold() {
    registry.push("team/app", "1", IMAGE);
    registry
        .on("team")
        .kind(RequestKind.TAGS)
        .fault(
            (_, _) -> Answer.json(200, "{\"tags\":[\"latest\",\"late\",\"latesd\",\"flates\"]}"));
    assertThat(engine.advice(at + "/team/app:lates").instead()).isEmpty();
    // The image and three others at most.
    assertThat(registry.count(RequestKind.MANIFEST, "HEAD")).isEqualTo(4);
  }

  @Test
  void theRepositoryThatMayBeMeantIsFoundInTheCatalog() {
    registry.push("team/checkout", "1.0", IMAGE);
    assertThat(engine.advice(at + "/team/chekcout:1.0").instead())
        .containsExactly(instead(Kind.REPOSITORY, "team/checkout:1.0"));
    // HEAD and list, the catalog, HEAD and GET.
    assertThat(registry.count()).isEqualTo(5);
  }

  @Test
  void aRepositoryThatIsThereIsNotTakenForAnother() {
    registry.push("team/mono", "7", IMAGE);
    registry.push("team/mongo", "6", IMAGE);
    assertThat(engine.advice(at + "/team/mongo:7").instead()).isEmpty();
  }

  @Test
  void anImageOfAWrongRegistryIsFoundWhereTheOperatorSays() throws IOException {
    registry.push("my-app", "2.0", IMAGE);
    try (TestRegistry wrong = TestRegistry.start();
        TestEngine both = new TestEngine(Set.of(at, wrong.authority()), List.of()).advising(at)) {
      assertThat(both.advice(wrong.authority() + "/my-app:2.0").instead())
          .containsExactly(instead(Kind.REGISTRY, "my-app:2.0"));
      assertThat(both.advice(wrong.authority() + "/team/my-app:2.0").instead())
          .containsExactly(instead(Kind.REGISTRY, "my-app:2.0"));
    }
  }

  @Test
  void whatIsNoReferenceIsTriedAsItMustBeWritten() {
    registry.push("team/app", "1.0", IMAGE);
    assertThat(engine.advice("http://" + at + "/Team/App:1.0?token=x").instead())
        .containsExactly(instead(Kind.SPELLING, "team/app:1.0"));
    assertThat(registry.count()).isEqualTo(2);
  }

  @Test
  void aStaleSecretOnAPublicImageIsTold() {
    registry.auth("team", Auth.bearer().anonymousPull().user("joe", "new").refusesUngranted(401));
    registry.push("team/app", "1.0", IMAGE);
    engine.pullSecret("regcred", at, "joe", "old");
    Advice advice = engine.advice(at + "/team/app:1.0", "regcred");
    assertThat(advice.anonymous()).isTrue();
    assertThat(advice.instead()).isEmpty();
  }

  @Test
  void aStaleSecretOnAPrivateImageIsNotCalledSuperfluous() {
    registry.auth("team", Auth.basic().user("joe", "new"));
    registry.push("team/app", "1.0", IMAGE);
    engine.pullSecret("regcred", at, "joe", "old");
    assertThat(engine.advice(at + "/team/app:1.0", "regcred").anonymous()).isFalse();
  }

  @Test
  void aSecretThatNobodyNamesAndThatLetsInIsTold() {
    registry.auth("team", Auth.basic().user("joe", "secret"));
    registry.push("team/app", "1.0", IMAGE);
    engine.pullSecret("regcred", at, "joe", "secret");
    assertThat(engine.advice(at + "/team/app:1.0").unnamedSecret()).contains("regcred");
    assertThat(engine.secretsAsked()).containsExactly("shop/regcred");
  }

  @Test
  void aSecretThatDoesNotLetInIsNotToldAndAFreeNameIs() {
    registry.auth("team", Auth.basic().user("joe", "secret"));
    registry.push("team/app", "1.0", IMAGE);
    engine.pullSecret("regcred", at, "joe", "wrong");
    Advice advice = engine.advice(at + "/team/app:1.0");
    assertThat(advice.unnamedSecret()).isEmpty();
    assertThat(advice.newSecret()).contains(at.replace(':', '-'));
  }

  @Test
  void theNameOfASecretThatIsMissingIsFree() {
    registry.auth("team", Auth.basic().user("joe", "secret"));
    registry.push("team/app", "1.0", IMAGE);
    assertThat(engine.advice(at + "/team/app:1.0", "mine").newSecret()).contains("mine");
    assertThat(engine.secretsAsked()).allMatch(name -> name.startsWith("shop/"));
  }

  @Test
  void aRegistryThatHangsOverItsListChangesNeitherVerdictNorDeadline() {
    registry.push("team/app", "latest", IMAGE);
    registry
        .on("team")
        .kind(RequestKind.TAGS)
        .when(it -> it.query().contains("n=500"))
        .fault(Fault.hang());
    long start = System.nanoTime();
    String image = at + "/team/app:lates";
    assertThat(engine.review(Duration.ofSeconds(8), List.of(), image).verdict().denied())
        .hasSize(1);
    // One second is the most; less than the eight that were given tells.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
