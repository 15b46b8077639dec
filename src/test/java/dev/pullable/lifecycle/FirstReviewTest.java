package dev.pullable.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first review of a fresh process; without the warm-up it takes seconds.
class FirstReviewTest {
  private static final double GENEROUS_MILLIS = 1_500;

  @TempDir private Path dir;

  @Test
  void theFirstReviewIsHardlySlowerThanTheLater() throws Exception {
    FirstReview.Figures figures = FirstReview.measure(dir, "60s");

    System.out.println(figures);
    assertThat(figures.first() - figures.median()).isLessThan(GENEROUS_MILLIS);
  }
}
