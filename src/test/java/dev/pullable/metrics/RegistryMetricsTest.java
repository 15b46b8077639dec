package dev.pullable.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.registry.RegistryEvents.BreakerState;
import dev.pullable.registry.RegistryEvents.ExchangeOutcome;
import dev.pullable.registry.RegistryEvents.NotAsked;
import dev.pullable.registry.RegistryEvents.Recollection;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RegistryMetrics metrics = new RegistryMetrics(registry, 2);

  @Test
  void aHostGetsItsLabelWithItsFirstSuccess() {
    exchanged("reg.example.com", ExchangeOutcome.UNAUTHORIZED);
    exchanged("reg.example.com", ExchangeOutcome.SUCCESS);
    exchanged("reg.example.com", ExchangeOutcome.NOT_FOUND);

    assertThat(exchanges("other", "unauthorized")).isEqualTo(1);
    assertThat(exchanges("reg.example.com", "success")).isEqualTo(1);
    assertThat(exchanges("reg.example.com", "not_found")).isEqualTo(1);
  }

  @Test
  void afterSoManyHostsTheRestAreOthers() {
    for (int i = 0; i < 500; i++) {
      exchanged("h" + i + ".example.com", ExchangeOutcome.SUCCESS);
      metrics.notAsked("h" + i + ".example.com", NotAsked.BUSY);
      metrics.breaker("h" + i + ".example.com", BreakerState.OPEN);
    }

    assertThat(hosts()).containsExactlyInAnyOrder("h0.example.com", "h1.example.com", "other");
    assertThat(exchanges("other", "success")).isEqualTo(498);
    assertThat(registry.getMeters()).as("with a gauge a bucket").hasSizeLessThan(60);
  }

  @Test
  void whatAHostAllowsIsAGaugeOnceItHasALabel() {
    metrics.allowance("evil.example.com", 100, 1);
    exchanged("reg.example.com", ExchangeOutcome.SUCCESS);
    metrics.allowance("reg.example.com", 100, 76);
    metrics.allowance("reg.example.com", 200, 75);

    assertThat(registry.get("pullable.registry.pulls.limit").gauge().value()).isEqualTo(200);
    assertThat(registry.get("pullable.registry.pulls.remaining").gauge().value()).isEqualTo(75);
    assertThat(hosts()).doesNotContain("evil.example.com");
  }

  @Test
  void recollectionsAreCountedByWhatCameOfThem() {
    for (Recollection what : Recollection.values()) {
      metrics.recalled(what);
    }

    for (String result : new String[] {"hit", "stale", "last_seen", "miss"}) {
      assertThat(
              registry.get("pullable.answer.cache.lookups").tag("result", result).counter().count())
          .isEqualTo(1);
    }
  }

  @Test
  void noMoreHostsGetALabelWhereManyComeAtOnce() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2_000; i++) {
        String host = "h" + i % 100;
        threads.execute(() -> exchanged(host, ExchangeOutcome.SUCCESS));
      }
    }

    assertThat(hosts()).hasSize(3).contains("other");
  }

  @Test
  void withoutLabelsAllAreOthers() {
    RegistryMetrics none = new RegistryMetrics(registry, 0);

    none.exchanged("a.example.com", "GET", ExchangeOutcome.SUCCESS, Duration.ofMillis(5));

    assertThat(hosts()).containsExactly("other");
  }

  @ParameterizedTest
  @CsvSource({
    "REG.example.com, reg.example.com",
    "reg.example.com:443, reg.example.com",
    "reg.example.com:5000, reg.example.com:5000",
    "[::1]:5000, [::1]:5000"
  })
  void oneHostHasOneLabel(String host, String label) {
    exchanged(host, ExchangeOutcome.SUCCESS);

    assertThat(exchanges(label, "success")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user:pass@reg.example.com", "a\nb", "a\"b", "é.example.com", "a b"})
  void whatIsNoHostIsOneOfTheOthers(String host) {
    exchanged(host, ExchangeOutcome.SUCCESS);
    exchanged("x".repeat(101), ExchangeOutcome.SUCCESS);

    assertThat(hosts()).containsExactly("other");
    assertThat(exchanges("other", "success")).isEqualTo(2);
  }

  @Test
  void anUnheardOfMethodIsOneOfTheOthers() {
    metrics.exchanged("a", "BREW", ExchangeOutcome.OTHER, Duration.ZERO);

    assertThat(registry.get("pullable.registry.exchanges").tag("method", "other").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aBreakersStateIsToldOfHostsWithALabel() {
    exchanged("reg.example.com", ExchangeOutcome.SUCCESS);
    metrics.breaker("reg.example.com", BreakerState.OPEN);
    assertThat(breaker()).isEqualTo(2);
    metrics.breaker("reg.example.com", BreakerState.HALF_OPEN);
    assertThat(breaker()).isEqualTo(1);
    metrics.breaker("reg.example.com", BreakerState.CLOSED);
    assertThat(breaker()).isZero();

    metrics.breaker("never.example.com", BreakerState.OPEN);

    assertThat(registry.get("pullable.registry.breaker.state").gauges()).hasSize(1);
    assertThat(
            registry
                .get("pullable.registry.breaker.transitions")
                .tags("host", "other", "state", "open")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whyAHostWasNotAskedIsCounted() {
    metrics.notAsked("never.example.com", NotAsked.BREAKER_OPEN);

    assertThat(
            registry
                .get("pullable.registry.not.asked")
                .tags("host", "other", "why", "breaker_open")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void lookUpsAreHitsAndMisses() {
    metrics.lookedUp(true);
    metrics.lookedUp(true);
    metrics.lookedUp(false);

    assertThat(lookups("hit")).isEqualTo(2);
    assertThat(lookups("miss")).isEqualTo(1);
  }

  private void exchanged(String host, ExchangeOutcome outcome) {
    metrics.exchanged(host, "HEAD", outcome, Duration.ofMillis(5));
  }

  private double exchanges(String host, String outcome) {
    return registry
        .get("pullable.registry.exchanges")
        .tags("host", host, "outcome", outcome)
        .counter()
        .count();
  }

  private double breaker() {
    return registry
        .get("pullable.registry.breaker.state")
        .tag("host", "reg.example.com")
        .gauge()
        .value();
  }

  private double lookups(String result) {
    return registry.get("pullable.manifest.cache.lookups").tag("result", result).counter().count();
  }

  private Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    for (Meter meter : registry.getMeters()) {
      meter.getId().getTags().stream()
          .filter(it -> it.getKey().equals("host"))
          .map(Tag::getValue)
          .forEach(hosts::add);
    }
    return hosts;
  }
}
