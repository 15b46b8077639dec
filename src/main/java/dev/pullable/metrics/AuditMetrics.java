package dev.pullable.metrics;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.AuditListener;
import dev.pullable.audit.AuditReport;
import dev.pullable.audit.Audited;
import dev.pullable.audit.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The last pass of the audit in figures, of the replica that audits; of the others they are not a
/// number.
public final class AuditMetrics implements AuditListener {
  /// Those with the worst findings; the rest are `other`.
  private static final int MOST_NAMESPACES = 100;

  private final MultiGauge findings;
  private volatile @Nullable AuditReport last;
  private volatile Instant finished;

  /// @param start of the process, from when on a pass is waited for
  public AuditMetrics(MeterRegistry registry, Duration interval, Instant start) {
    finished = start;
    for (Outcome outcome : Outcome.values()) {
      gauge("pullable.audit.images", it -> it.count(outcome))
          .description("Images of each namespace in the last pass, by what would become of them.")
          .tag("outcome", Labels.word(outcome))
          .register(registry);
    }
    findings =
        MultiGauge.builder("pullable.audit.findings")
            .description("Findings of the last pass.")
            .register(registry);
    gauge("pullable.audit.pods", AuditReport::pods)
        .description("Pods in the last pass.")
        .register(registry);
    gauge("pullable.audit.checks", AuditReport::checks)
        .description("How often the last pass asked a registry about an image.")
        .register(registry);
    gauge("pullable.audit.complete", it -> it.incomplete().isEmpty() ? 1 : 0)
        .description("Whether the last pass looked at everything.")
        .register(registry);
    gauge(
            "pullable.audit.duration",
            it -> Duration.between(it.started(), it.finished()).toSeconds())
        .description("How long the last pass took.")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("pullable.audit.finished.timestamp", this, it -> it.finished.getEpochSecond())
        .description("When the last pass was over, or else the process began; since 1970.")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("pullable.audit.interval", interval, Duration::toSeconds)
        .description("How often a pass is to begin.")
        .baseUnit("seconds")
        .register(registry);
  }

  private Gauge.Builder<AuditMetrics> gauge(String name, ToDoubleFunction<AuditReport> value) {
    return Gauge.builder(
        name,
        this,
        it -> {
          AuditReport report = it.last;
          return report == null ? Double.NaN : value.applyAsDouble(report);
        });
  }

  @Override
  public void finished(Audited audited) {
    AuditReport report = audited.report();
    last = report;
    finished = report.finished();
    findings.register(rows(report.findings()), true);
  }

  @Override
  public void lapsed() {
    last = null;
    findings.register(List.<Row<?>>of(), true);
  }

  private record Series(String namespace, String outcome, String reason) {}

  private static List<Row<?>> rows(List<AuditFinding> findings) {
    Set<String> named = new HashSet<>();
    Map<Series, Integer> counts = new HashMap<>();
    // The worst come first.
    for (AuditFinding finding : findings) {
      boolean own = named.size() < MOST_NAMESPACES ? named.add(finding.namespace()) : false;
      String namespace =
          own || named.contains(finding.namespace()) ? finding.namespace() : Labels.OTHER;
      counts.merge(
          new Series(namespace, Labels.word(finding.outcome()), finding.word()), 1, Integer::sum);
    }
    Stream<Row<?>> rows =
        counts.entrySet().stream().map(it -> Row.of(tags(it.getKey()), it.getValue()));
    return rows.toList();
  }

  private static Tags tags(Series series) {
    return Tags.of(
        "target_namespace",
        series.namespace(),
        "outcome",
        series.outcome(),
        "reason",
        series.reason());
  }
}
