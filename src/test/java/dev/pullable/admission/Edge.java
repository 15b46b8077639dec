package dev.pullable.admission;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Levels;
import dev.pullable.policy.NamespaceReview;
import dev.pullable.policy.Policies;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.registry.Endpoints;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The edge over the real engine, in front of a fake registry and a cluster without any Secret.
final class Edge implements AutoCloseable {
  final FakeRegistry registry = new FakeRegistry();
  final AdmissionReviewReader reader = new AdmissionReviewReader();

  /// `namespace/name` of each Secret that was looked for.
  final Set<String> secrets = new ConcurrentSkipListSet<>();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AdmissionReviewer reviewer;

  Edge() {
    this(_ -> Policy.DEFAULT, InstantSource.system());
  }

  Edge(Policies policies, InstantSource time) {
    reviewer =
        new AdmissionReviewer(
            new WorkloadReader(Set.of("auto")),
            new WorkloadReviewer(
                new PullContextReader(
                    new NoSecrets(), new NodeEligibility(new NoNodes(), List.of(), false)),
                new ImageResolver(
                    new PullPlanner(new Endpoints(Set.of())),
                    registry,
                    new NodeCredentials(List.of())),
                policies,
                threads),
            policies,
            new NamespaceReview(() -> Levels.DEFAULT, time),
            ReviewEvents.NONE,
            ReasonsPage.DEFAULT);
  }

  AdmissionController controller() {
    return new AdmissionController(
        reader,
        reviewer,
        new ReviewTimeout(Duration.ofSeconds(10), Duration.ZERO),
        new ReviewLimits(256, 32 << 20),
        ReviewEvents.NONE);
  }

  /// Drops what was asked for and looked up until now.
  void forget() {
    registry.asked().clear();
    secrets.clear();
  }

  AdmissionResponse review(String json) {
    return review(json, Duration.ofSeconds(10));
  }

  AdmissionResponse review(String json, Duration budget) {
    return reviewer.review(request(json), Deadline.in(budget));
  }

  /// A review under `src/test/resources/admission`.
  AdmissionResponse reviewRecorded(String name) {
    return review(new String(recorded(name), StandardCharsets.UTF_8));
  }

  AdmissionRequest request(String json) {
    return switch (reader.read(json.getBytes(StandardCharsets.UTF_8))) {
      case Posted.Request(var request) -> request;
      case Posted.Unreadable it -> throw new AssertionError(it);
      case Posted.NoRoom it -> throw new AssertionError(it);
      case Posted.Malformed it -> throw new AssertionError(it);
    };
  }

  static byte[] recorded(String name) {
    try (InputStream in =
        Objects.requireNonNull(Edge.class.getResourceAsStream("/admission/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class NoSecrets implements PullSecrets {
    @Override
    public SecretAnswer secret(String namespace, String name, Deadline deadline) {
      secrets.add(namespace + "/" + name);
      return new SecretAnswer.Missing();
    }

    @Override
    public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
      return new ServiceAccountAnswer.Found(List.of());
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
}
