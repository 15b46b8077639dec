package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final int WIDTH = 60;

  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void itSaysHowManyAreDone() {
    try (Progress progress = progress(4, true)) {
      pass(Duration.ofSeconds(1));
      progress.done("reg.example.com/shop/web:1");
      assertThat(text.toString())
          .isEqualTo("\r[=====               ] 1/4 reg.example.com/shop/web:1");
    }
  }

  @Test
  void nothingIsLeftOfIt() {
    try (Progress progress = progress(4, true)) {
      pass(Duration.ofSeconds(1));
      progress.done("a-long-name");
      pass(Duration.ofSeconds(1));
      progress.done("b");
    }
    assertThat(shown(text.toString())).isBlank();
    assertThat(text.toString()).endsWith("\r");
  }

  @Test
  void aShorterLineHidesTheLongerOneBefore() {
    try (Progress progress = progress(4, true)) {
      pass(Duration.ofSeconds(1));
      progress.done("a-long-name");
      pass(Duration.ofSeconds(1));
      progress.done("b");
      assertThat(shown(text.toString())).isEqualTo("[==========          ] 2/4 b");
    }
  }

  @Test
  void itIsDrawnTenTimesASecondAtMost() {
    try (Progress progress = progress(1_000, true)) {
      pass(Duration.ofSeconds(1));
      for (int i = 0; i < 1_000; i++) {
        pass(Duration.ofMillis(1));
        progress.done("a");
      }
      assertThat(text.toString().chars().filter(it -> it == '\r').count()).isEqualTo(10);
    }
  }

  @Test
  void whatIsDoneAtOnceIsNotShown() {
    try (Progress progress = progress(2, true)) {
      progress.done("a");
      pass(Duration.ofMillis(400));
      progress.done("b");
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void nothingIsShownToNobody() {
    try (Progress progress = progress(2, false)) {
      pass(Duration.ofSeconds(1));
      progress.done("a");
    }
    assertThat(text.toString()).isEmpty();
    assertThat(Progress.isWanted(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Progress.isWanted(Map.of("CI", "true"))).isFalse();
    assertThat(Progress.isWanted(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isTrue();
  }

  @Test
  void anImageOfAnyLengthAndContentStaysInTheLine() {
    try (Progress progress = progress(2, true)) {
      pass(Duration.ofSeconds(1));
      progress.done("ana:s33d@reg.example.com/\u001b[31m\n\u202e漢" + "x".repeat(300));
      assertThat(text.toString().substring(1))
          .hasSize(WIDTH - 1)
          .matches("[ -~]+")
          .doesNotContain("s33d");
    }
  }

  @Test
  void theWidthIsTheTerminals() {
    assertThat(Progress.width(Map.of("COLUMNS", "132"))).isEqualTo(132);
    assertThat(Progress.width(Map.of("COLUMNS", "x"))).isEqualTo(80);
    assertThat(Progress.width(Map.of("COLUMNS", "10"))).isEqualTo(30);
    assertThat(Progress.width(Map.of())).isEqualTo(80);
  }

  @Test
  void manyThreadsCountOnce() {
    try (Progress progress = progress(501, true)) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 500; i++) {
          threads.execute(() -> progress.done("a"));
        }
      }
      pass(Duration.ofSeconds(1));
      progress.done("b");
      assertThat(text.toString()).endsWith("501/501 b");
    }
  }

  private Progress progress(int total, boolean shown) {
    return new Progress(total, new PrintWriter(text), shown, WIDTH, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// As a terminal has it.
  private static String shown(String printed) {
    StringBuilder line = new StringBuilder();
    for (String part : printed.split("\r")) {
      line.replace(0, Math.min(part.length(), line.length()), part);
    }
    return line.toString().stripTrailing();
  }
}
