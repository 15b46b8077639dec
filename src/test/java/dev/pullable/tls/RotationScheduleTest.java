package dev.pullable.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RotationScheduleTest {

  @Test
  void aFailedStepIsToldOfOnceAndFollowedByOthers(CapturedOutput output) {
    AtomicInteger steps = new AtomicInteger();
    Runnable step =
        () -> {
          if (steps.incrementAndGet() < 5) {
            throw new IllegalStateException("s3cr3t");
          }
        };
    try (RotationSchedule schedule = new RotationSchedule(step, Duration.ofMillis(1))) {
      schedule.start();
      await().until(() -> steps.get() > 10);
    }

    assertThat(output.getAll())
        .containsOnlyOnce("A step of the certificates failed: java.lang.IllegalStateException at")
        .doesNotContain("s3cr3t");
  }

  @Test
  void aClosedScheduleTakesNoMoreSteps() throws InterruptedException {
    AtomicInteger steps = new AtomicInteger();
    RotationSchedule schedule = new RotationSchedule(steps::incrementAndGet, Duration.ofMillis(1));
    schedule.start();
    await().until(() -> steps.get() > 0);
    schedule.close();
    Thread.sleep(100);
    int after = steps.get();
    Thread.sleep(100);

    assertThat(steps).hasValue(after);
  }
}
