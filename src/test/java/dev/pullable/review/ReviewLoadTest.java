package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many reviews at once on the registry in memory.
class ReviewLoadTest {
  private static final int MANY = 1_000;
  private static final Duration PATIENT = Duration.ofSeconds(40);

  @Test
  void aThousandReviewsOfOneMissingImageAreOneResolution() throws Exception {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      // Longer than it takes to ask a thousand times, so that all are in flight together.
      registry.fault("shop", Fault.delay(Duration.ofSeconds(4)));
      String image = registry.authority() + "/shop/web:2.0";
      assertThat(outcomes(engine, _ -> image)).containsOnly("Unpullable TagNotFound").hasSize(MANY);
      assertThat(registry.count()).isEqualTo(2);
    }
  }

  @Test
  void aThousandDistinctImagesAreResolvedWithoutAnErrorAndNoDescriptorIsLeft() throws Exception {
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      for (int i = 0; i < MANY; i++) {
        registry.push("shop/app" + i, "1.0", TestImages.image("linux", "amd64"));
      }
      registry.logging(false);
      List<Integer> open = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        assertThat(outcomes(engine, i -> registry.authority() + "/shop/app" + i + ":1.0"))
            .containsOnly("Pullable")
            .hasSize(MANY);
        open.add(openDescriptors());
      }
      // Thirty-two connections a host, both ends of which are this process; the rest is slack.
      assertThat(open.getLast()).isLessThan(open.getFirst() + 80);
      assertThat(registry.peakInFlight()).isLessThanOrEqualTo(32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "bearer"})
  void aTenantIsNeverLetInOnAnothersCredentials(String scheme) throws Exception {
    Auth auth = scheme.equals("basic") ? Auth.basic() : Auth.bearer();
    try (TestRegistry registry = TestRegistry.start();
        TestEngine engine = TestEngine.plain(registry.authority())) {
      registry.push("private/app", "1.0", TestImages.image("linux", "amd64"));
      registry.auth("private", auth.user("ana", "sesame"));
      engine.pullSecret("right", registry.authority(), "ana", "sesame");
      engine.pullSecret("wrong", registry.authority(), "ana", "guess");
      List<List<String>> secrets = List.of(List.of("right"), List.of(), List.of("wrong"));
      List<String> expected =
          List.of("Pullable", "Unpullable CredentialsMissing", "Unpullable CredentialsRejected");
      String image = registry.authority() + "/private/app:1.0";
      List<String> outcomes = outcomes(engine, _ -> image, i -> secrets.get(i % 3));
      for (int i = 0; i < MANY; i++) {
        assertThat(outcomes.get(i)).isEqualTo(expected.get(i % 3));
      }
    }
  }

  @Test
  void aRegistryThatHangsHoldsUpNoOther() throws Exception {
    try (TestRegistry hung = TestRegistry.start();
        TestRegistry healthy = TestRegistry.start();
        TestEngine engine =
            new TestEngine(Set.of(hung.authority(), healthy.authority()), List.of());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      hung.fault("", Fault.hang());
      healthy.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
      List<Future<Review>> stuck = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String image = hung.authority() + "/shop/web" + i + ":1.0";
        stuck.add(callers.submit(() -> engine.review(Duration.ofSeconds(4), List.of(), image)));
      }
      Thread.sleep(500);
      assertThat(engine.outcome(healthy.authority() + "/shop/web:1.0")).isEqualTo("Pullable");
      assertThat(stuck).noneMatch(Future::isDone);
      for (Future<Review> review : stuck) {
        assertThat(review.get().resolutions().values())
            .extracting(TestEngine::outcome)
            // The second for those whose turn at the registry did not come.
            .isSubsetOf("Inconclusive DeadlineExceeded", "Inconclusive ConcurrencyLimited");
      }
    }
  }

  private static List<String> outcomes(TestEngine engine, IntFunction<String> image)
      throws Exception {
    return outcomes(engine, image, _ -> List.of());
  }

  private static List<String> outcomes(
      TestEngine engine, IntFunction<String> image, IntFunction<List<String>> secrets)
      throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> reviews = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String reference = image.apply(i);
        List<String> named = secrets.apply(i);
        reviews.add(
            callers.submit(() ->
                TestEngine.outcome(
                    engine
                        .review(PATIENT, named, reference)
                        .resolutions()
                        .values()
                        .iterator()
                        .next())));
      }
      List<String> outcomes = new ArrayList<>();
      for (Future<String> review : reviews) {
        outcomes.add(review.get());
      }
      return outcomes;
    }
  }

  private static int openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return (int) descriptors.count();
    }
  }
}
