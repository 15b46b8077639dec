package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Placement;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Policy;
import dev.pullable.policy.Verdict;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import dev.pullable.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
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

  @Test
  void secretsThatComeTooLateLeaveNothingProvenAndTheDeadlineIsKept() {
    Duration budget = Duration.ofSeconds(1);
    long start = System.nanoTime();
    Review review =
        review(
            budget,
            () -> {
              sleep(Duration.ofSeconds(20));
              return new PullSecrets.SecretAnswer.Missing();
            },
            image("reg.example/app:1", PullPolicy.ALWAYS),
            image("reg.example/other:1", PullPolicy.IF_NOT_PRESENT));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(budget.plusMillis(250));
    assertThat(review.resolutions().values())
        .extracting(TestEngine::outcome)
        .containsOnly("Inconclusive DeadlineExceeded");
    assertThat(review.verdict()).isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void whatNeedsNoClusterIsKnownEvenWithoutTime() {
    Review review =
        review(
            Duration.ofMillis(300),
            () -> {
              sleep(Duration.ofSeconds(20));
              return new PullSecrets.SecretAnswer.Missing();
            },
            image("reg.example/App:1", PullPolicy.ALWAYS),
            image("reg.example/app:1", PullPolicy.NEVER));
    assertThat(review.resolutions().values())
        .extracting(TestEngine::outcome)
        .containsExactly("Unpullable InvalidReference", "NotPulled");
  }

  @Test
  void aSecretThatCannotBeReadIsDoubt() {
    Review review =
        review(
            Duration.ofSeconds(10),
            () -> new PullSecrets.SecretAnswer.Unknown("the API server answered HTTP 500"),
            image("reg.example/app:1", PullPolicy.ALWAYS));
    assertThat(review.resolutions().values())
        .extracting(TestEngine::outcome)
        .containsExactly("Inconclusive PullSecretUnreadable");
    assertThat(review.verdict()).isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void aBugInReadingTheClusterIsToldAtOnce() {
    long start = System.nanoTime();
    assertThatThrownBy(() ->
            review(
                Duration.ofSeconds(20),
                () -> {
                  throw new IllegalArgumentException("bug");
                },
                image("reg.example/app:1", PullPolicy.ALWAYS)))
        .hasRootCauseMessage("bug");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static ContainerImage image(String image, PullPolicy policy) {
    return new ContainerImage(
        "spec.containers[0].image", ContainerImage.Kind.CONTAINER, "c", image, policy);
  }

  /// Reviews a Pod that names one pull secret, before a registry that lets nobody in.
  private static Review review(
      Duration budget, Supplier<PullSecrets.SecretAnswer> secret, ContainerImage... images) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      WorkloadReviewer reviewer =
          new WorkloadReviewer(
              new PullContextReader(
                  new OneSecret(secret), new NodeEligibility(new NoNodes(), List.of(), false)),
              new ImageResolver(
                  new PullPlanner(new Endpoints(Set.of())),
                  new ClosedRegistry(),
                  new NodeCredentials(List.of())),
              _ -> Policy.DEFAULT,
              threads);
      Workload pod =
          new Workload(
              "Pod",
              "web",
              "shop",
              false,
              "",
              List.of("regcred"),
              Placement.ANYWHERE,
              List.of(images));
      return reviewer.review(pod, Deadline.in(budget));
    } finally {
      threads.shutdownNow();
    }
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record OneSecret(Supplier<SecretAnswer> answer) implements PullSecrets {
    @Override
    public SecretAnswer secret(String namespace, String name, Deadline deadline) {
      return answer.get();
    }

    @Override
    public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
      throw new AssertionError("not asked for a Pod");
    }
  }

  private static final class NoNodes implements NodePlatforms {
    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public Optional<RuntimeClassScheduling> runtimeClass(String name) {
      return Optional.empty();
    }
  }

  private static final class ClosedRegistry implements Registry {
    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      return new Refusal.Unauthorized(false);
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      return new Refusal.Unauthorized(false);
    }
  }
}
