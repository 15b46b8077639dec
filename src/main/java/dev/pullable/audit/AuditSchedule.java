package dev.pullable.audit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes again and again, for as long as this replica is the one that audits: the first at once,
/// the others spread over half of the interval.
public final class AuditSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditSchedule.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(500);

  private final WorkloadAudit audit;
  private final Duration interval;
  private final BooleanSupplier ready;
  private final List<AuditListener> listeners;
  private @Nullable Thread thread;

  /// @param ready whether what is known of the cluster has been read; waited for, for a minute at
  ///   most
  public AuditSchedule(
      WorkloadAudit audit,
      Duration interval,
      BooleanSupplier ready,
      List<AuditListener> listeners) {
    this.audit = audit;
    this.interval = interval;
    this.ready = ready;
    this.listeners = List.copyOf(listeners);
  }

  /// Begins with a pass, in the background.
  public synchronized void begin() {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("audit").start(this::run);
    }
  }

  /// Stops in the middle of whatever is under way.
  public synchronized void end() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
      listeners.forEach(AuditListener::lapsed);
    }
  }

  @Override
  public void close() {
    end();
  }

  private void run() {
    try {
      awaitReady();
      for (Duration spread = Duration.ZERO; ; spread = interval.dividedBy(2)) {
        long start = System.nanoTime();
        pass(spread);
        Duration left = interval.minusNanos(System.nanoTime() - start);
        Thread.sleep(left.isPositive() ? left : Duration.ZERO);
      }
    } catch (InterruptedException _) {
      log.info("the audit stops");
    }
  }

  private void awaitReady() throws InterruptedException {
    long until = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!ready.getAsBoolean() && System.nanoTime() < until) {
      Thread.sleep(POLL);
    }
  }

  private void pass(Duration spread) throws InterruptedException {
    Audited audited;
    try {
      audited = audit.run(Set.of(), spread);
    } catch (RuntimeException e) {
      // A message may quote an object.
      log.error("a pass of the audit failed, which is a bug: {}", e.getClass().getName());
      return;
    }
    AuditReport report = audited.report();
    log.info(
        "audited {} Pods of {} workloads with {} images: {} cannot be pulled, {} are in doubt{}",
        report.pods(),
        report.workloads(),
        report.images(),
        report.count(Outcome.UNPULLABLE),
        report.count(Outcome.DOUBT),
        report.incomplete().isEmpty() ? "" : "; incomplete: " + report.incomplete());
    for (AuditListener listener : listeners) {
      tell(listener, audited);
    }
  }

  /// Not under the lock: some of them take a while, and the end must not wait for it.
  private static void tell(AuditListener listener, Audited audited) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    try {
      listener.finished(audited);
    } catch (RuntimeException e) {
      log.warn("a result of the audit was not told: {}", e.getClass().getName());
    }
  }
}
