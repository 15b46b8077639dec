package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageGlobsTest {
  private static final String SHA = "sha256:" + "0".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/nginx, nginx, true",
    "docker.io/library/nginx, nginx:1.27, true",
    "docker.io/library/nginx, docker.io/nginx:1.27@SHA, true",
    "docker.io/library/nginx, ngin, false",
    "docker.io/library/nginx, nginx-extra, false",
    "docker.io/library/nginx, evil.io/docker.io/library/nginx, false",
    "docker.io/library/nginx:1.27, nginx:1.27, true",
    "docker.io/library/nginx:1.27, nginx:1.28, false",
    "docker.io/library/nginx:latest, nginx, true",
    "docker.io/library/nginx:1.27, nginx:1.27@SHA, false",
    "docker.io/library/nginx:1.*, nginx:1.27, true",
    "docker.io/library/nginx:1.*, nginx:2.1, false",
    "docker.io/library/*, nginx:1, true",
    "docker.io/library/*, docker.io/library/a/b, false",
    "docker.io/*, nginx, false",
    "docker.io/**, nginx, true",
    "docker.io/**, myorg/a/b:1, true",
    "docker.io/**, reg.io/a, false",
    "docker.io/**/b, myorg/a/b:1, true",
    "docker.io/**/b, myorg/b, true",
    "docker.io/**/b, b, true",
    "docker.io/my*g/b, myorg/b, true",
    "docker.io/my*g/b, my/g/b, false",
    "*.example.com/app, reg.example.com/app, true",
    "*.example.com/app, a/reg.example.com/app, false",
    "reg.io:5000/app, reg.io:5000/app:1, true",
    "localhost/app, localhost/app, true",
    "**, nginx, true",
    "**, No Reference, false",
    "**, nginx:, false",
    "**, '', false",
    "Reg.io/app, reg.io/app, false",
    "reg.io/app:V1, reg.io/app:v1, false",
  })
  void aGlobMatchesTheNormalisedNameOrThatWithItsTag(String glob, String image, boolean matches) {
    ImageGlobs globs = new ImageGlobs(List.of(ImageGlob.parse(glob)));

    assertThat(globs.contain(image.replace("SHA", SHA))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "*, begins with the registry",
    "myorg/web, docker.io/myorg/web",
    "a b.io/x, it is made of",
    "reg.io/***, it is made of",
    "reg.io/a?, it is made of",
    "reg.io/[ab], it is made of",
    "reg.io/a@sha256:0, leave out the @",
    "'', it is made of",
  })
  void aGlobThatCannotMatchAsItWasMeantIsRefused(String glob, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGlob.parse(glob))
        .withMessageContaining(why);
  }

  @Test
  void ofAListTheGoodGlobsCountAndTheOthersAreNamed() {
    ImageGlobs.Parsed parsed = ImageGlobs.parse(" reg.io/a , nginx,,reg.io/b\n");

    assertThat(parsed.globs().contain("reg.io/a")).isTrue();
    assertThat(parsed.globs().contain("reg.io/b")).isTrue();
    assertThat(parsed.globs().contain("nginx")).isFalse();
    assertThat(parsed.problems()).containsOnlyKeys("nginx");
  }

  @Test
  void aListThatIsTooLongCountsForNothing() {
    String many = String.join(",", java.util.Collections.nCopies(33, "reg.io/a"));

    assertThat(ImageGlobs.parse(many).globs().contain("reg.io/a")).isFalse();
    assertThat(ImageGlobs.parse(many).problems().values()).first().asString().contains("32");
    assertThat(ImageGlobs.parse("reg.io/a," + "x".repeat(4096)).globs().globs()).isEmpty();
  }

  @Test
  @Timeout(20)
  void manyStarsCostNoMoreThanBothLengths() {
    ImageGlob glob = ImageGlob.parse("reg.io/" + "a**".repeat(80) + "b");
    String name = "reg.io/" + "a".repeat(248);

    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(glob.matches(name)).isFalse();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }
}
