package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Policy;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditScheduleTest implements NodePlatforms, PullSecrets, Registry, AuditListener {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeRunning running = new FakeRunning();
  private final LastAudit last = new LastAudit();
  private final AtomicInteger passes = new AtomicInteger();
  private final AtomicInteger lapses = new AtomicInteger();
  private final AtomicBoolean ready = new AtomicBoolean(true);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void aPassBeginsAtOnceAndItsReportIsKept() {
    try (AuditSchedule schedule = schedule(Duration.ofHours(1))) {
      assertThat(last.report()).isEmpty();

      schedule.begin();

      await().until(() -> last.report().isPresent());
      assertThat(passes).hasValue(1);
    }
  }

  @Test
  void passesFollowOneAnother() {
    try (AuditSchedule schedule = schedule(Duration.ofMillis(20))) {
      schedule.begin();

      await().until(() -> passes.get() >= 3);
    }
  }

  @Test
  void whoeverIsNotTheOneAnyMoreStopsAndForgets() {
    AuditSchedule schedule = schedule(Duration.ofMillis(20));
    schedule.begin();
    await().until(() -> passes.get() >= 1);

    schedule.end();

    assertThat(lapses).hasValue(1);
    await().during(Duration.ofMillis(200)).until(passes::get, count -> count == passes.get());
    int before = passes.get();
    schedule.begin();
    await().until(() -> passes.get() > before);
    schedule.close();
  }

  @Test
  void thePassWaitsForWhatIsKnownOfTheCluster() {
    ready.set(false);
    try (AuditSchedule schedule = schedule(Duration.ofHours(1))) {
      schedule.begin();
      await().during(Duration.ofMillis(300)).until(() -> passes.get() == 0);

      ready.set(true);

      await().until(() -> passes.get() == 1);
    }
  }

  @Override
  public void finished(Audited audited) {
    passes.incrementAndGet();
    throw new IllegalStateException("a listener that fails keeps nobody else from being told");
  }

  @Override
  public void lapsed() {
    lapses.incrementAndGet();
  }

  private AuditSchedule schedule(Duration interval) {
    WorkloadAudit audit =
        new WorkloadAudit(
            "test",
            running,
            new WorkloadReader(Set.of()),
            _ -> Policy.DEFAULT,
            new NodeEligibility(this, List.of(), false),
            () -> new PassEngine(idle(), () -> 0, Duration.ZERO),
            InstantSource.system());
    return new AuditSchedule(audit, interval, ready::get, List.of(this, last));
  }

  /// Nothing runs that it could be asked about.
  private WorkloadReviewer idle() {
    return new WorkloadReviewer(
        new PullContextReader(this, new NodeEligibility(this, List.of(), false)),
        new ImageResolver(
            new PullPlanner(new Endpoints(Set.of())), this, new NodeCredentials(List.of())),
        _ -> Policy.DEFAULT,
        threads);
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    throw new AssertionError();
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    throw new AssertionError();
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    throw new AssertionError();
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    throw new AssertionError();
  }

  @Override
  public List<Node> nodes() {
    return List.of();
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return Optional.empty();
  }
}
