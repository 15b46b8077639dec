package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Verdict;
import dev.pullable.registry.BreakingRegistry;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What one workload, one registry or one tenant can take from the others.
class ReviewBoundsTest {
  private static final int PER_REGISTRY = 16;

  private final AtomicLong skipped = new AtomicLong();

  private TestEngine engine(Set<String> plainHttp) {
    return new TestEngine(
        plainHttp,
        jib ->
            new LimitedRegistry(
                new BreakingRegistry(
                    jib, RegistryEvents.NONE, () -> System.nanoTime() + skipped.get()),
                PER_REGISTRY,
                RegistryEvents.NONE));
  }

  /// Hosts of this machine's own network, all of which take connections and never answer.
  private static String[] hosts(ServerSocket silent, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "127.1." + i / 250 + "." + (1 + i % 250) + ":" + silent.getLocalPort())
        .toArray(String[]::new);
  }

  private static String[] images(String[] hosts) {
    return List.of(hosts).stream().map(host -> host + "/app:1").toArray(String[]::new);
  }

  @Test
  void aThousandHostsThatHangAreAnsweredByTheDeadlineAndHoldUpNobodyElse() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 4096, InetAddress.getByName("0.0.0.0"));
        TestRegistry healthy = TestRegistry.start();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      healthy.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      String[] hosts = hosts(silent, 1_000);
      Set<String> plain = new HashSet<>(List.of(hosts));
      plain.add(healthy.authority());
      try (TestEngine engine = engine(plain)) {
        assertThat(engine.outcome(healthy.authority() + "/shop/web:1.0")).isEqualTo("Pullable");
        Duration budget = Duration.ofSeconds(4);
        List<Future<Review>> hanging = new ArrayList<>();
        Deadline late = Deadline.in(budget.plusSeconds(10));
        for (int i = 0; i < 10; i++) {
          hanging.add(callers.submit(() -> engine.review(budget, List.of(), images(hosts))));
        }
        Thread.sleep(500);
        assertThat(engine.outcome(healthy.authority() + "/shop/web:1.0")).isEqualTo("Pullable");
        assertThat(hanging).noneMatch(Future::isDone);
        for (Future<Review> review : hanging) {
          List<String> outcomes =
              review.get().resolutions().values().stream().map(TestEngine::outcome).toList();
          assertThat(outcomes.subList(0, 100)).containsOnly("Inconclusive DeadlineExceeded");
          assertThat(outcomes.subList(100, 1_000)).containsOnly("Inconclusive TooManyImages");
          assertThat(review.get().verdict()).isInstanceOf(Verdict.Admit.class);
        }
        assertThat(late.isOver()).as("not answered in time, even on a slow machine").isFalse();
      }
    }
  }

  @Test
  void oneReviewAsksForEightImagesAtATime() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      registry.fault("", Fault.delay(Duration.ofMillis(50)));
      String[] images =
          IntStream.range(0, 60)
              .mapToObj(i -> registry.authority() + "/shop/app" + i + ":1")
              .toArray(String[]::new);
      assertThat(engine.review(Duration.ofSeconds(30), List.of(), images).resolutions().values())
          .extracting(TestEngine::outcome)
          .containsOnly("Unpullable RepositoryNotFound");
      // A request counts until its answer is sent, which the next may overtake.
      assertThat(registry.peakInFlight()).isBetween(2, 8 + 4);
    }
  }

  @Test
  void whatIsNoReferenceIsDeniedEvenBeyondTheImagesThatAreChecked() throws IOException {
    try (TestEngine engine = engine(Set.of())) {
      String[] images =
          IntStream.range(0, 120)
              .mapToObj(i -> i < 110 ? "127.0.0.1:1/app:" + i : "NOT/A/REFERENCE")
              .toArray(String[]::new);
      List<String> outcomes =
          engine.review(Duration.ofSeconds(30), List.of(), images).resolutions().values().stream()
              .map(TestEngine::outcome)
              .toList();
      assertThat(outcomes.subList(0, 100)).noneMatch(it -> it.contains("TooManyImages"));
      assertThat(outcomes.subList(100, 110)).containsOnly("Inconclusive TooManyImages");
      assertThat(outcomes.subList(110, 120)).containsOnly("Unpullable InvalidReference");
    }
  }

  @Test
  void oneRegistryIsAskedOnlySoMuchAtATime() throws Exception {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = engine(Set.of(registry.authority()));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      registry.fault("", Fault.delay(Duration.ofMillis(50)));
      List<Future<Review>> reviews = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String image = registry.authority() + "/shop/app" + i + ":1";
        reviews.add(callers.submit(() -> engine.review(Duration.ofSeconds(30), List.of(), image)));
      }
      for (Future<Review> review : reviews) {
        assertThat(review.get().resolutions().values())
            .extracting(TestEngine::outcome)
            .containsExactly("Unpullable RepositoryNotFound");
      }
      // A request counts until its answer is sent, which the next may overtake.
      assertThat(registry.peakInFlight()).isBetween(2, PER_REGISTRY + 8);
    }
  }

  @Test
  void aBrokenRegistryIsLeftAloneWarnedOfAndTakenUpAgain() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = engine(Set.of(registry.authority()))) {
      registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      registry.fault("", Fault.status(503));
      String image = registry.authority() + "/shop/web:1.0";
      for (int i = 0; i < 50; i++) {
        assertThat(engine.review(Duration.ofSeconds(10), List.of(), image).verdict())
            .isInstanceOfSatisfying(
                Verdict.Admit.class, admit -> assertThat(admit.warnings()).hasSize(1));
      }
      assertThat(registry.count()).isLessThanOrEqualTo(10);
      assertThat(engine.outcome(image)).isEqualTo("Inconclusive RegistryFailing");
      assertThat(
              engine
                  .review(Duration.ofSeconds(10), List.of(), image)
                  .verdict()
                  .warnings()
                  .getFirst()
                  .problem())
          .endsWith("failed too often just now (last: RegistryError 503)");

      registry.clearFaults();
      assertThat(engine.outcome(image)).isEqualTo("Inconclusive RegistryFailing");
      skipped.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(engine.outcome(image)).isEqualTo("Pullable");
    }
  }
}
