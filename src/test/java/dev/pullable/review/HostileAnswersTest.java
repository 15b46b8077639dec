package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.Verdict;
import dev.pullable.registry.BreakingRegistry;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What registries answer that were set up to do harm.
class HostileAnswersTest {
  private static final int MANY = 16;
  private static final Duration BUDGET = Duration.ofSeconds(4);

  /// Beside the 250 ms that are the goal: the machine may be busy with other things.
  private static final Duration LATE = Duration.ofSeconds(4);

  private static final long HEAP_GROWTH = 16L << 20;

  /// What sixteen connections a kind take at the registry, which is in this process as well.
  private static final long REGISTRY_HEAP = 16L << 20;

  private static TestEngine engine(String... plainHttp) {
    return new TestEngine(
        Set.of(plainHttp),
        jib ->
            new FairRegistry(
                new LimitedRegistry(
                    new BreakingRegistry(jib, RegistryEvents.NONE), 16, RegistryEvents.NONE),
                512,
                RegistryEvents.NONE));
  }

  private static void misbehave(TestRegistry registry, String repository, Fault fault) {
    for (int i = 0; i < MANY; i++) {
      registry.push(repository + "/app" + i, "1", TestImages.image("linux", "amd64"));
    }
    registry.on(repository).method("GET").fault(fault);
  }

  /// Almost as much as may be, and then nothing: whoever reads it holds it until the deadline.
  private static Answer.Body stalled() {
    return new Answer.Body() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException, InterruptedException {
        byte[] chunk = new byte[64 * 1024];
        for (int i = 0; i < 62; i++) {
          out.write(chunk);
        }
        out.flush();
        Thread.sleep(Duration.ofDays(1));
      }
    };
  }

  @Test
  void bodiesWithoutEndDripsAndBombsEndInTimeTakeLittleMemoryAndHoldUpNobody() throws Exception {
    try (TestRegistry endless = TestRegistry.start();
        TestRegistry drip = TestRegistry.start();
        TestRegistry bomb = TestRegistry.start();
        TestRegistry stalled = TestRegistry.start();
        TestRegistry healthy = TestRegistry.start();
        TestEngine engine =
            engine(
                endless.authority(),
                drip.authority(),
                bomb.authority(),
                stalled.authority(),
                healthy.authority());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      misbehave(endless, "x", Fault.endless());
      misbehave(drip, "x", Fault.drip(1, Duration.ofSeconds(1)));
      misbehave(bomb, "x", Fault.gzipBomb(10L << 30));
      misbehave(stalled, "x", (answer, _) -> answer.with(stalled()));
      healthy.push("shop/web", "1", TestImages.image("linux", "amd64"));
      assertThat(engine.outcome(healthy.authority() + "/shop/web:1")).isEqualTo("Pullable");
      long before = heap();
      long growth = 0;
      List<Future<Timed>> reviews = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        for (TestRegistry registry : List.of(endless, drip, bomb, stalled)) {
          String image = registry.authority() + "/x/app" + i + ":1";
          reviews.add(callers.submit(() -> timed(() -> engine.review(BUDGET, List.of(), image))));
        }
      }
      for (int i = 0; i < 4; i++) {
        Thread.sleep(500);
        growth = Math.max(growth, heap() - before);
        assertThat(engine.outcome(healthy.authority() + "/shop/web:1")).isEqualTo("Pullable");
      }
      for (Future<Timed> review : reviews) {
        assertThat(review.get().review().resolutions().values())
            .extracting(TestEngine::outcome)
            .allMatch(outcome -> outcome.startsWith("Inconclusive"));
        assertThat(review.get().took()).isLessThan(BUDGET.plus(LATE));
      }
      assertThat(growth).isLessThan(HEAP_GROWTH + REGISTRY_HEAP);
    }
  }

  private record Timed(Review review, Duration took) {}

  private static Timed timed(Supplier<Review> review) {
    long start = System.nanoTime();
    return new Timed(review.get(), Duration.ofNanos(System.nanoTime() - start));
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"token\":\"T\",\"token\":", "{\"expires_in\":9", "\""})
  void aTokenThatIsNoneProvesNothing(String opening) throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = engine(registry.authority())) {
      registry.push("private/app", "1", TestImages.image("linux", "amd64"));
      registry.auth("private", Auth.bearer());
      for (int bytes : new int[] {60_000, 1_000_000}) {
        registry.tokenFault(
            Fault.body(200, "application/json", opening.repeat(bytes / opening.length())));
        assertThat(engine.outcome(registry.authority() + "/private/app:1"))
            .startsWith("Inconclusive");
      }
    }
  }

  @Test
  void aRegistryThatAlwaysFailsIsAskedTwiceAReferenceAtMostAndThenLeftAlone() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = engine(registry.authority())) {
      registry.fault("", Fault.status(503));
      Set<String> asked = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        Review review =
            engine.review(BUDGET, List.of(), registry.authority() + "/shop/app" + i + ":1");
        assertThat(review.verdict()).isInstanceOf(Verdict.Admit.class);
        assertThat(review.verdict().warnings()).hasSize(1);
        int requests = registry.requests("shop/app" + i).size();
        assertThat(requests).isLessThanOrEqualTo(2);
        if (requests > 0) {
          asked.add("shop/app" + i);
        }
      }
      assertThat(asked).as("failures until the breaker opens").hasSizeBetween(1, 10);
    }
  }
}
