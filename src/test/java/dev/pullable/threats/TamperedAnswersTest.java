package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.review.TestEngine;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A8: answers that are not what they say they are. None makes an image pullable, and none makes it
/// missing.
class TamperedAnswersTest {
  private static final String MISBEHAVED = "Inconclusive RegistryMisbehaved";
  private static final BuiltManifest IMAGE = TestImages.image("linux", "amd64");
  private static final BuiltManifest OTHER = TestImages.image("linux", "arm64");

  private final TestRegistry registry = TestRegistry.start();
  private final TestEngine engine = TestEngine.plain(registry.authority());
  private Digest digest;

  @BeforeEach
  void push() {
    engine.node("a", Platform.of("linux", "amd64"));
    digest = registry.push("team/app", "1.0", IMAGE);
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    registry.close();
  }

  private String tag() {
    return engine.outcome(registry.authority() + "/team/app:1.0");
  }

  private String digest() {
    return engine.outcome(registry.authority() + "/team/app@" + digest);
  }

  private static Fault body(BuiltManifest other) {
    return (answer, _) -> answer.with(Answer.bytes(other.bytes()));
  }

  @Test
  void untamperedTheyArePullable() {
    assertThat(tag()).isEqualTo("Pullable");
    assertThat(digest()).isEqualTo("Pullable");
  }

  @Test
  void aTagWhoseDigestIsNobodys() {
    registry.fault("team", Fault.wrongDigest());
    assertThat(tag()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aTagWhoseDigestIsThatOfAnotherManifest() {
    registry.on("team").method("HEAD").fault(Fault.contentDigest(OTHER.digest().toString()));
    registry.on("team").method("GET").fault(Fault.answer(answer(IMAGE)));
    assertThat(tag()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aDigestThatIsAnsweredWithAnother() {
    registry.fault("team", Fault.contentDigest(OTHER.digest().toString()));
    assertThat(digest()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aDigestWhoseBodyIsAnotherManifest() {
    registry.on("team").method("GET").fault(body(OTHER));
    assertThat(digest()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aDigestWhoseBodyIsAnotherManifestAndNoHeaderSaysSo() {
    registry.fault("team", Fault.noDigest());
    registry.on("team").method("GET").fault(body(OTHER));
    assertThat(digest()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aTagWhoseBodyIsAnotherManifest() {
    registry.on("team").method("GET").fault(body(OTHER));
    assertThat(tag()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aDigestWhoseBodyIsOneByteLonger() {
    registry
        .on("team")
        .method("GET")
        .fault(
            (answer, _) -> answer.with(Answer.bytes((new String(IMAGE.bytes()) + " ").getBytes())));
    assertThat(digest()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aMemberOfAnIndexWhoseBodyIsAnother() {
    Digest index =
        registry.push(
            "team/app", "2.0", TestImages.platformlessIndex(Platform.of("linux", "amd64")));
    registry
        .on("team")
        .method("GET")
        .when(it -> it.kind() == RequestKind.MANIFEST && !it.reference().equals(index.toString()))
        .fault(body(OTHER));
    assertThat(engine.outcome(registry.authority() + "/team/app:2.0")).isEqualTo(MISBEHAVED);
  }

  @Test
  void aConfigWhoseBodyIsAnother() {
    registry
        .on("team")
        .kind(RequestKind.BLOB)
        .fault(
            Fault.body(200, "application/json", "{\"os\":\"linux\",\"architecture\":\"amd64\"}"));
    assertThat(tag()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aDigestOfAnotherAlgorithmThatLies() {
    registry.fault("team", Fault.contentDigest("sha512:" + "a".repeat(128)));
    assertThat(tag()).isEqualTo(MISBEHAVED);
  }

  @Test
  void aBodyCutShort() {
    registry.on("team").method("GET").fault(Fault.cutAfter(20));
    assertThat(digest()).startsWith("Inconclusive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:xyz",
        "sha256:00",
        "sha256:../../../v2/other/app/manifests/1.0",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "SHA256:0000000000000000000000000000000000000000000000000000000000000000",
        "latest",
      })
  void whatIsNoDigestIsNeverAskedFor(String value) {
    registry.fault("team", Fault.contentDigest(value));
    registry.on("team").method("GET").fault(body(OTHER));
    assertThat(digest()).isEqualTo(MISBEHAVED);
    assertThat(registry.requests()).noneMatch(it -> it.path().contains(value));
  }

  private static Answer answer(BuiltManifest manifest) {
    return Answer.of(200, manifest.mediaType(), manifest.bytes());
  }
}
