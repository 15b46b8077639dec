package dev.pullable.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "+0, PT0S",
    "0s, PT0S",
    "12h, PT12H",
    "1h30m, PT1H30M",
    "1.5s, PT1.5S",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "-1m, PT-1M",
    "+1m, PT1M",
    "3000ms, PT3S",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "1μs, PT0.000001S",
    "1.9ns, PT0.000000001S",
    "1m1m, PT2M",
    "9223372036854775807ns, PT2562047H47M16.854775807S",
  })
  void aDurationIsReadAsGoReadsIt(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "-",
        "+",
        "s",
        ".s",
        "-.s",
        "1d",
        "1 s",
        " 1s",
        "1s ",
        "1S",
        "--1s",
        "1e3s",
        "1s1",
        "9223372036854775808ns",
        "2562048h",
        "PT1H",
        "\u0661s",
      })
  void whatGoRefusesIsNone(String text) {
    assertThat(GoDuration.parse(text)).isNull();
  }

  @Test
  void itsLengthIsBounded() {
    assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(GoDuration.parse("9".repeat(1 << 20))).isNull());
  }
}
