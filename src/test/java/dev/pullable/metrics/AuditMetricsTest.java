package dev.pullable.metrics;

import static dev.pullable.audit.Reports.audited;
import static dev.pullable.audit.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditMetricsTest {
  private static final Instant START = Instant.ofEpochSecond(1_000);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AuditMetrics metrics = new AuditMetrics(registry, Duration.ofHours(6), START);

  @Test
  void beforeTheFirstPassNothingIsKnownButWhenTheWaitBegan() {
    assertThat(value("pullable.audit.pods")).isNaN();
    assertThat(unpullable()).isNaN();
    assertThat(value("pullable.audit.finished.timestamp")).isEqualTo(1_000);
    assertThat(value("pullable.audit.interval")).isEqualTo(21_600);
  }

  @Test
  void aPassIsToldInFigures() {
    metrics.finished(
        audited(
            "something",
            finding("shop", "a", Outcome.UNPULLABLE),
            finding("shop", "b", Outcome.UNPULLABLE)));

    assertThat(unpullable()).isEqualTo(1);
    assertThat(value("pullable.audit.duration")).isEqualTo(600);
    assertThat(value("pullable.audit.complete")).isZero();
    assertThat(
            registry
                .get("pullable.audit.findings")
                .tags("target_namespace", "shop", "outcome", "unpullable", "reason", "TagNotFound")
                .gauge()
                .value())
        .isEqualTo(2);
  }

  @Test
  void whoeverDoesNotAuditAnyMoreTellsNothing() {
    metrics.finished(audited("", finding("shop", "a", Outcome.UNPULLABLE)));
    metrics.lapsed();

    assertThat(unpullable()).isNaN();
    assertThat(registry.find("pullable.audit.findings").gauges()).isEmpty();
  }

  @Test
  void namespacesPastTheHundredthAreOther() {
    AuditFinding[] many =
        IntStream.range(0, 300)
            .mapToObj(i -> finding("n" + i, "a", Outcome.DOUBT))
            .toArray(AuditFinding[]::new);

    metrics.finished(audited("", many));

    assertThat(registry.get("pullable.audit.findings").gauges()).hasSize(101);
    assertThat(
            registry
                .get("pullable.audit.findings")
                .tag("target_namespace", "other")
                .gauge()
                .value())
        .isEqualTo(200);
  }

  private double unpullable() {
    return registry.get("pullable.audit.images").tag("outcome", "unpullable").gauge().value();
  }

  private double value(String name) {
    return registry.get(name).gauge().value();
  }
}
