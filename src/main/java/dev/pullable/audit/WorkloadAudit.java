package dev.pullable.audit;

import dev.pullable.deadline.Deadline;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.policy.ImageGlobs;
import dev.pullable.policy.Policies;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pass over everything that runs: whether it could be pulled again if it were rescheduled now.
/// What that means is the engine's to say; it is asked as for an admission.
public final class WorkloadAudit {
  private static final Logger log = LoggerFactory.getLogger(WorkloadAudit.class);
  private static final int MOST_SUBJECTS = 50_000;
  private static final int AT_A_TIME = 4;

  /// That of a review beyond what its images wait for their turns.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What others that are looked at at the time may have before an image in the queue.
  private static final int BEFORE = (AT_A_TIME - 1) * 8;

  private final String cluster;
  private final RunningObjects running;
  private final WorkloadReader reader;
  private final Policies policies;
  private final NodeEligibility nodes;
  private final Supplier<PassEngine> engines;
  private final InstantSource clock;

  /// @param cluster what it is called
  /// @param policies what is looked at, which must be those of the engines
  /// @param engines makes one for each pass
  public WorkloadAudit(
      String cluster,
      RunningObjects running,
      WorkloadReader reader,
      Policies policies,
      NodeEligibility nodes,
      Supplier<PassEngine> engines,
      InstantSource clock) {
    this.cluster = cluster;
    this.running = running;
    this.reader = reader;
    this.policies = policies;
    this.nodes = nodes;
    this.engines = engines;
    this.clock = clock;
  }

  /// Looks at everything once, as fast as the registries' budget lets it.
  ///
  /// @param namespaces in these only; in all if there are none
  /// @throws InterruptedException if it is to stop
  public AuditReport run(Set<String> namespaces) throws InterruptedException {
    return run(namespaces, Duration.ZERO).report();
  }

  /// Looks at everything once.
  ///
  /// @param spread over how long the subjects are spread
  Audited run(Set<String> namespaces, Duration spread) throws InterruptedException {
    Instant started = clock.instant();
    Owners owners = new Owners(running);
    Subjects<Pod> pods = new Subjects<>(reader, owners, MOST_SUBJECTS);
    Subjects<HasMetadata> cronJobs = new Subjects<>(reader, owners, MOST_SUBJECTS);
    List<String> missing = new ArrayList<>();
    missing.add(running.pods(namespaces, pods));
    missing.add(running.cronJobs(namespaces, cronJobs));
    missing.add(omitted(pods.omitted() + cronJobs.omitted()));
    List<Subject> subjects =
        Spreading.spread(Stream.concat(pods.all().stream(), cronJobs.all().stream()).toList());
    Tally tally = new Tally(nodes);
    PassEngine engine = engines.get();
    missing.add(failed(reviewed(subjects, engine, tally, spread)));
    AuditReport report =
        report(started, tally, engine, missing.stream().filter(it -> !it.isEmpty()).toList());
    return new Audited(report, withUids(tally.owners(), report, owners));
  }

  private static String omitted(int omitted) {
    return omitted == 0 ? "" : omitted + " workloads were too many to be looked at";
  }

  private static String failed(int failed) {
    return failed == 0 ? "" : failed + " workloads met a fault of Pullable, see its log";
  }

  /// @return how many could not be looked at
  private int reviewed(List<Subject> subjects, PassEngine engine, Tally tally, Duration spread)
      throws InterruptedException {
    long gap = subjects.isEmpty() ? 0 : spread.toMillis() / subjects.size();
    AtomicInteger failed = new AtomicInteger();
    Semaphore turns = new Semaphore(AT_A_TIME);
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (Subject subject : subjects) {
        tally.count(subject);
        Thread.sleep(gap);
        turns.acquire();
        workers.execute(() -> {
          try {
            review(subject, engine, tally);
          } catch (RuntimeException | StackOverflowError e) {
            failed.incrementAndGet();
            // A message may quote an object.
            log.error(
                "an audited workload met a fault, which is a bug: {}", e.getClass().getName());
          } finally {
            turns.release();
          }
        });
      }
      turns.acquire(AT_A_TIME);
    } finally {
      workers.shutdownNow();
    }
    return failed.get();
  }

  private void review(Subject subject, PassEngine engine, Tally tally) {
    Workload workload = subject.workload();
    String namespace = workload.namespace();
    if (policies.exemption(namespace, "", workload.runtimeClassName()).isPresent()
        || policies.of(namespace).levels().off()) {
      return;
    }
    Workload rest = withoutExempt(workload, policies.exemptImages(namespace));
    if (!rest.images().isEmpty()) {
      Duration waiting = engine.perImage().multipliedBy(2L * (rest.images().size() + BEFORE));
      tally.add(
          subject, Looked.at(engine.reviewer().review(rest, Deadline.in(PATIENCE.plus(waiting)))));
    }
  }

  private static Workload withoutExempt(Workload workload, ImageGlobs exempt) {
    List<ContainerImage> rest =
        workload.images().stream().filter(it -> !exempt.contain(it.image())).toList();
    return rest.size() == workload.images().size() ? workload : workload.withImages(rest);
  }

  private AuditReport report(
      Instant started, Tally tally, PassEngine engine, List<String> missing) {
    List<NamespaceSummary> namespaces = tally.namespaces();
    return new AuditReport(
        cluster,
        started,
        clock.instant(),
        namespaces.stream().mapToInt(NamespaceSummary::pods).sum(),
        namespaces.stream().mapToInt(NamespaceSummary::workloads).sum(),
        tally.images(),
        engine.checks().getAsInt(),
        namespaces,
        tally.findings(),
        tally.omitted(),
        String.join("; ", missing));
  }

  /// Those of whom somebody will be told something.
  private static Map<Owner.Name, Owner> withUids(
      Map<Owner.Name, Owner> named, AuditReport report, Owners owners) {
    Set<Owner.Name> worst =
        report.findings().stream()
            .filter(it -> it.outcome() == Outcome.UNPULLABLE)
            .map(it -> new Owner.Name(it.namespace(), it.kind(), it.name()))
            .collect(Collectors.toSet());
    return named.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> worst.contains(it.getKey()) ? owners.withUid(it.getValue()) : it.getValue()));
  }
}
