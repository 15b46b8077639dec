package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Pullable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MovedTagTest {
  private static final String IMAGE = "reg.io/shop/web:1.0@" + FakePull.digest('0');

  private final FakePull pull = new FakePull();

  private void tagIs(ManifestAnswer answer) {
    pull.answers(it -> it.digest() == null ? answer : FakePull.found('0'));
  }

  private List<Concern> concerns(String image) {
    return ((Pullable) pull.resolve(image)).concerns();
  }

  @Test
  void aTagThatIsAnotherDigestHasMoved() {
    tagIs(FakePull.found('1'));
    assertThat(concerns(IMAGE))
        .containsExactly(new Concern(Reason.TAG_MOVED, FakePull.digest('1').toString(), List.of()));
    assertThat(pull.asked)
        .extracting(ManifestRequest::reference)
        .containsExactly(FakePull.digest('0').toString(), "1.0");
  }

  @Test
  void aTagThatIsTheDigestHasNotMoved() {
    tagIs(FakePull.found('0'));
    assertThat(concerns(IMAGE)).isEmpty();
  }

  @Test
  void aTagWhoseIndexListsTheDigestHasNotMoved() {
    var entry =
        new Manifest.Entry(
            new Manifest.Descriptor(
                FakePull.digest('0'), "application/vnd.oci.image.manifest.v1+json", 2),
            Optional.of(Platform.of("linux", "amd64")),
            false);
    tagIs(new ManifestAnswer.Found(FakePull.digest('1'), new Manifest.Index(List.of(entry))));
    assertThat(concerns(IMAGE)).isEmpty();
  }

  @Test
  void anErrorSaysNothing() {
    for (Refusal refusal :
        List.of(
            new Refusal.ServerError(503),
            new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST),
            new Refusal.FewPullsLeft(3))) {
      tagIs(refusal);
      assertThat(concerns(IMAGE)).isEmpty();
    }
  }

  @Test
  void aDigestOfAnotherAlgorithmSaysNothing() {
    tagIs(FakePull.found('1'));
    assertThat(concerns("reg.io/shop/web:1.0@sha512:" + "0".repeat(128))).isEmpty();
  }

  @Test
  void nothingMoreIsAskedOfATagOrADigestAlone() {
    concerns("reg.io/shop/web:1.0");
    concerns("reg.io/shop/web@" + FakePull.digest('0'));
    assertThat(pull.asked).hasSize(2);
  }

  @Test
  void nothingMoreIsAskedOfADigestThatIsNotThere() {
    pull.answers(_ -> new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST));
    assertThat(pull.resolve(IMAGE)).isInstanceOf(Resolution.Unpullable.class);
    assertThat(pull.asked).hasSize(1);
  }

  @Test
  void theTagIsAskedForWithTheCredentialThatWasLetIn() {
    pull.entry("a", "reg.io/shop", "first").entry("b", "reg.io", "second");
    pull.answers(it ->
        it.credential() != null && it.credential().password().reveal().equals("second")
            ? FakePull.found(it.digest() == null ? '1' : '0')
            : new Refusal.Unauthorized(true));
    assertThat(concerns(IMAGE)).hasSize(1);
    assertThat(pull.asked)
        .extracting(it -> it.credential().source().name())
        .containsExactly("a", "b", "b");
  }
}
