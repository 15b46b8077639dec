package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.Verdict;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadReviewerTest {

  @Test
  void containersOfOneImageAreOneResolution() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      String image = registry.authority() + "/shop/web:1.0";
      Review review = engine.review(Duration.ofSeconds(10), List.of(), image, image, image);
      assertThat(review.resolutions()).hasSize(3);
      assertThat(registry.count()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNotKnownAtTheDeadlineIsInconclusiveAndTheRestCounts() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      registry.fault("slow", Fault.hang());
      String at = registry.authority();
      engine.outcome(at + "/shop/web:1.0");
      long start = System.nanoTime();
      Review review =
          engine.review(
              Duration.ofSeconds(2),
              List.of(),
              at + "/shop/web:1.0",
              at + "/slow/web:1.0",
              at + "/shop/web:2.0");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(review.resolutions().values())
          .extracting(TestEngine::outcome)
          .containsExactly("Pullable", "Inconclusive DeadlineExceeded", "Unpullable TagNotFound");
      assertThat(review.verdict())
          .isInstanceOfSatisfying(
              Verdict.Deny.class,
              deny -> {
                assertThat(deny.findings()).hasSize(1);
                assertThat(deny.warnings()).hasSize(1);
              });
    }
  }
}
