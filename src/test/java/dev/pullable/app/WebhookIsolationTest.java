package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.IsolationLoad.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one registry or one namespace can do to the reviews of the others, at the real application.
/// The bounds are far above the goals, since the machine may be busy; [IsolationLoad] has the
/// figures.
class WebhookIsolationTest {
  private static final Duration LENGTH = Duration.ofSeconds(8);

  /// Below it nothing tells a webhook that is held up from a machine that is.
  private static final Duration FLOOR = Duration.ofMillis(1_500);

  /// Past the timeout of the caller, half a second before which the answer is due.
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final int RATE = 50;

  @TempDir private static Path dir;

  private static IsolationLoad load;
  private static Duration alone;

  @BeforeAll
  static void start() throws Exception {
    load = new IsolationLoad(Files.createDirectory(dir.resolve("load")), RATE);
    load.warmUp();
    alone = load.run(LENGTH.dividedBy(2), load.healthy()).getFirst().part(0.99);
  }

  @AfterAll
  static void stop() throws IOException {
    load.close();
  }

  private static void assertNotHeldUp(Figures healthy) {
    Duration most = alone.multipliedBy(3);
    assertThat(healthy.part(0.99)).isLessThan(most.compareTo(FLOOR) > 0 ? most : FLOOR);
    assertThat(healthy.failed()).isZero();
    assertThat(healthy.warned()).isZero();
  }

  private static void assertInTime(Figures figures) {
    assertThat(figures.failed()).isZero();
    assertThat(figures.part(1)).isLessThan(IsolationLoad.TIMEOUT.plus(LATE));
  }

  @Test
  void aRegistryThatFailsAndOneThatHangsDoNotHoldUpTheHealthyOne() throws Exception {
    List<Figures> three = load.run(LENGTH, load.healthy(), load.failing(), load.hung());
    assertNotHeldUp(three.get(0));
    three.forEach(WebhookIsolationTest::assertInTime);
    assertThat(three.get(1).warned()).isEqualTo(three.get(1).latencies().length);
    assertThat(three.get(2).warned()).isEqualTo(three.get(2).latencies().length);
    // Sixteen until the breaker opens, those whose turn comes before it has, and a probe.
    assertThat(load.hungRequests()).isBetween(5L, 60L);
  }

  @Test
  void aThousandSlowHostsOfOneNamespaceDoNotHoldUpAnother() throws Exception {
    List<Figures> two = load.run(LENGTH, load.healthy(), load.manyHosts());
    assertNotHeldUp(two.get(0));
    two.forEach(WebhookIsolationTest::assertInTime);
    Figures object = load.once(IsolationLoad.review("greedy", load.hosts(0, 1_000)));
    assertInTime(object);
    assertThat(object.warned()).isEqualTo(1);
  }
}
