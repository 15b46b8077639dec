package dev.pullable.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearNamesTest {

  @ParameterizedTest
  @CsvSource({
    "nginx, nginx, 0",
    "ngiinx, nginx, 1",
    "ngnix, nginx, 1",
    "nginy, nginx, 1",
    "nginxx, nginx, 1",
    "gninx, nginx, 1",
    "redis, nginx, 3",
    "a, abc, 2",
    "a, abcd, 3",
    "'', ab, 2"
  })
  void slipsAreCountedBothWays(String one, String other, int slips) {
    assertThat(Likeness.slips(one, other)).isEqualTo(slips);
    assertThat(Likeness.slips(other, one)).isEqualTo(slips);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lates          | latest stable            | latest",
        "Latest         | latest                   | latest",
        "1.27.O         | 1.26 1.27 1.27.0         | 1.27.0 1.27 1.26",
        "v1.2           | 1.2 1.3                  | 1.2 1.3",
        "1.2            | v1.2                     | v1.2",
        "1.27.9         | 1.27.4 1.27.8 1.27 1.26  | 1.27 1.27.8 1.27.4",
        "1.27           | 1.27.1 1.27.10 1.27.2    | 1.27.10 1.27.2 1.27.1",
        "1.27-apline    | 1.27-alpine 1.27         | 1.27-alpine 1.27",
        "1.27-alpine    | 1.27 1.27-bookworm       | 1.27",
        "1.27-alpine    | 1.27-alpine3.20 1.27     | 1.27-alpine3.20 1.27",
        "1_27           | 1-27                     | 1-27",
        "main           | 1.0 latest               | ''",
        "9.9            | 1.0 1.1                  | ''",
        "99999999999.1  | 1.0                      | ''"
      })
  void theTagsThatMayBeMeantComeNearestFirst(String wanted, String tags, String near) {
    assertThat(String.join(" ", NearTags.of(wanted, List.of(tags.split(" ")), false)))
        .isEqualTo(near);
  }

  @ParameterizedTest
  @CsvSource({
    "lates, latest",
    "1.27.O, 1.27",
    "1.27.O, 1.27.0",
    "v1.2, v1.3",
    "1.27-apline, 1.27-alpine",
    "a, a",
    "0, 0",
    "A.1, A.2"
  })
  void aLongListGoesOnBeforeWhatMayBeMeant(String wanted, String meant) {
    assertThat(NearTags.before(wanted)).isLessThan(meant).matches("[a-zA-Z0-9.]*");
  }

  @Test
  void latestIsLeftOutWhereItIsForbiddenAndAnotherFits() {
    assertThat(NearTags.of("lates", List.of("latest", "late"), true)).containsExactly("late");
    assertThat(NearTags.of("lates", List.of("latest"), true)).containsExactly("latest");
    assertThat(NearTags.of("lates", List.of("latest", "late"), false)).contains("latest");
  }

  @Test
  void atMostThreeAreNearOfAThousandOfTheLongest() {
    List<String> tags = new ArrayList<>(Collections.nCopies(1, "1.0"));
    for (int i = 0; i < 1_000; i++) {
      tags.add("1." + "x".repeat(120) + i);
    }
    long start = System.nanoTime();
    assertThat(NearTags.of("1." + "x".repeat(123), tags, false)).hasSizeLessThanOrEqualTo(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "ngiinx, nginx",
    "postgresql, postgres",
    "postgrs, postgres",
    "rediss, redis",
    "ubunut, ubuntu",
    "my-app, ''",
    "nginx, ''"
  })
  void theOfficialImageThatMayBeMeantIsFound(String wanted, String near) {
    List<String> found = NearRepositories.of(wanted, OfficialImages.names());
    assertThat(found.isEmpty() ? "" : found.getFirst()).isEqualTo(near);
  }

  @Test
  void aForgottenGroupIsNear() {
    assertThat(NearRepositories.of("web", List.of("shop/web", "other/app")))
        .containsExactly("shop/web");
  }

  @Test
  void theOfficialImagesAreNamesAndManyAndOnce() {
    assertThat(OfficialImages.names()).hasSizeGreaterThan(140).doesNotHaveDuplicates();
    assertThat(OfficialImages.names())
        .allSatisfy(name ->
            assertThat(((ImageReference) ImageReferenceParser.parse(name)).familiarName())
                .isEqualTo(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nginx:1.27                            | nginx:1.27",
        "https://ghcr.io/Team/App:V2           | ghcr.io/team/app:V2",
        "docker://reg.example.com/app          | reg.example.com/app",
        "reg.example.com/app:1?token=abc       | reg.example.com/app:1",
        "https://joe:secret@reg.example.com/app:1 | reg.example.com/app:1",
        "joe:secret@reg.example.com:5000/app   | reg.example.com:5000/app",
        "nginx :1.27                           | nginx:1.27",
        "team/web 1.27                         | team/web:1.27 team/web1.27",
        "team/web:                             | team/web",
        "team//web:1                           | team/web:1",
        "team/Web@sha256:0000000000000000000000000000000000000000000000000000000000000000 | team/web@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsMeantIsFoundInWhatIsNoReference(String written, String meant) {
    assertThat(Respelling.candidates(written))
        .extracting(ImageReference::familiarString)
        .containsExactly(meant.split(" "));
  }

  /// A name is sent to a registry.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "team/web:1@hunter2secret",
        "joe:secret@web",
        "joe:se@cret@reg.example.com/app",
        "joe:se/cret@reg.example.com/app",
        "team/web?token=x@hunter2/secret",
        "redis:secret?x@reg.example.com/app",
        "web?token=x@hunter2.example/secret",
        "ghp_AbCdEf0123456789",
        "AKIAIOSFODNN7EXAMPLE",
        "",
        " ",
        "://",
        "https://",
        "@",
        ":"
      })
  void whatMayBeASecretIsNeverTakenForAName(String written) {
    assertThat(Respelling.candidates(written))
        .noneMatch(it -> it.canonical().matches(".*(?:hunter2|secret|cret|ghp|akia).*"));
  }

  @ParameterizedTest
  @CsvSource({
    "my-app:2.0, reg.example.com/my-app:2.0 reg.example.com:5000/team/my-app:2.0",
    "team/my-app, reg.example.com/team/my-app reg.example.com:5000/team/team/my-app",
    "reg.example.com/app:1, reg.example.com:5000/team/app:1",
  })
  void anImageIsLookedForUnderEveryPrefix(String written, String candidates) {
    var searched = new SearchedRegistries(List.of("reg.example.com", "reg.example.com:5000/team"));
    assertThat(searched.candidates((ImageReference) ImageReferenceParser.parse(written)))
        .extracting(ImageReference::canonical)
        .containsExactly(candidates.split(" "));
  }

  @Test
  void ofAnotherRegistryTheNameAloneIsLookedForToo() {
    var searched = new SearchedRegistries(List.of("reg.example.com/shop"));
    assertThat(
            searched.candidates((ImageReference) ImageReferenceParser.parse("quay.io/team/app:1")))
        .extracting(ImageReference::canonical)
        .containsExactly("reg.example.com/shop/team/app:1", "reg.example.com/shop/app:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry",
        "https://reg.example.com",
        "reg.example.com/",
        "reg.example.com/A",
        "reg.example.com/a:1",
        "",
        "/a"
      })
  void whatIsNoRegistryIsNoPrefix(String prefix) {
    assertThatThrownBy(() -> new SearchedRegistries(List.of(prefix)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as reg.example.com");
  }
}
