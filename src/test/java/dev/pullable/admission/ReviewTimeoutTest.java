package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewTimeoutTest {
  private final ReviewTimeout timeouts =
      new ReviewTimeout(Duration.ofSeconds(10), Duration.ofMillis(500));

  @ParameterizedTest
  @CsvSource({
    "5s,PT4.5S",
    "30s,PT29.5S",
    "1s,PT0.5S",
    "10s,PT9.5S",
    "2.5s,PT2S",
    "0m7s,PT6.5S",
    "1500ms,PT1S",
    "3s250ms,PT2.75S",
    "2.25ms,PT0.001125S"
  })
  void aGoDurationLessTheMarginIsTheBudget(String timeout, Duration budget) {
    assertThat(timeouts.budget(timeout)).contains(budget);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1m0s", "31s", "1h0m0s", "999999h999999m999999s", "0.5h"})
  void nobodyHasMoreThanAWebhookCanHave(String timeout) {
    assertThat(timeouts.budget(timeout)).contains(Duration.ofMillis(29_500));
  }

  @ParameterizedTest
  @CsvSource({"600ms,PT0.3S", "500ms,PT0.25S", "1ms,PT0.0005S", "0.25s,PT0.125S"})
  void atLeastHalfTheTimeIsForTheReview(String timeout, Duration budget) {
    assertThat(timeouts.budget(timeout)).contains(budget);
  }

  @Test
  void whoDoesNotSayHasTheDefault() {
    assertThat(timeouts.budget("")).contains(Duration.ofMillis(9_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "0m0s",
        "0.0ms",
        "5",
        "s",
        "5 s",
        " 5s",
        "-5s",
        "+5s",
        "5S",
        "5s5m",
        "5s5s",
        "1.s",
        ".5s",
        "1,5s",
        "5s\n",
        "٥s",
        "5m5m",
        "1e3s",
        "0x5s",
        "1234567s",
        "5µs",
        "NaN",
        "Infinity",
        "5s,5s",
        "%s"
      })
  void anythingElseIsNoDuration(String timeout) {
    assertThat(timeouts.budget(timeout)).isEmpty();
  }
}
