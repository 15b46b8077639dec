package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ListTriedTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicBoolean synced = new AtomicBoolean();
  private final ListTried tried =
      new ListTried(
          "Nodes and RuntimeClasses", "pullable.nodes.platforms", synced::get, nanos::get);

  @Test
  void itHoldsOnceTheNodesAreListed(CapturedOutput output) {
    assertThat(tried.getAsBoolean()).isFalse();

    synced.set(true);

    assertThat(tried.getAsBoolean()).isTrue();
    assertThat(output.getAll()).isEmpty();
  }

  @Test
  void itHoldsAfterAWhileAllTheSameAndSaysSoOnce(CapturedOutput output) {
    nanos.addAndGet(ListTried.LONG_ENOUGH.toNanos() - 1);
    assertThat(tried.getAsBoolean()).isFalse();

    nanos.addAndGet(1);

    assertThat(tried.getAsBoolean()).isTrue();
    assertThat(tried.getAsBoolean()).isTrue();
    assertThat(output.getAll().lines().filter(it -> it.contains("not listed after 10 s")))
        .hasSize(1);
  }
}
