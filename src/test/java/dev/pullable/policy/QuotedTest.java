package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          nginx:1.27,                             nginx:1.27
          reg.io/app@sha256:abc,                  reg.io/app@sha256:abc
          user:sesame@reg.io/app:1,               ***@reg.io/app:1
          https://user:sesame@reg.io/app,         ***@reg.io/app
          user:ses@me@reg.io/app@sha256:abc,      ***@reg.io/app@sha256:abc
          myorg/web:v2?token=sesame,              myorg/web:v2?***
          user:sesame@reg.io/app?token=sesame,    ***@reg.io/app?***
          user:ses?me@reg.io/app,                 ***
          web?token=sesame@more,                  ***
          """)
  void whatMayBeASecretInAnImageIsNotShown(String written, String shown) {
    assertThat(Quoted.image(written)).isEqualTo('"' + shown + '"').doesNotContain("sesame");
  }

  @Test
  void aTerminalIsGivenNothingToActUpon() {
    assertThat(Quoted.of("a\nb\u001b[31mc\u202ed\u0000"))
        .isEqualTo("\"a\\u000ab\\u001b[31mc\\u202ed\\u0000\"");
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(Quoted.of("a".repeat(1_000_000))).hasSizeLessThan(200).endsWith("…\"");
  }

  @net.jqwik.api.Property
  void anyTextIsOneLineOfBoundedLength(@ForAll String text) {
    assertThat(Quoted.image(text).chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\u2028'))
        .isTrue();
    assertThat(Quoted.image(text).length()).isLessThan(2_000);
  }
}
