package dev.pullable.metrics;

import dev.pullable.registry.RegistryEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/// The exchanges with registries in figures. A host is a label only if it is one of [KnownHosts].
public final class RegistryMetrics implements RegistryEvents {
  private static final Duration[] BUCKETS =
      List.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final KnownHosts hosts;
  private final MeterProvider<Counter> exchanges;
  private final MeterProvider<Timer> durations;
  private final MeterProvider<Counter> notAsked;
  private final MeterProvider<Counter> transitions;
  private final MeterProvider<Counter> recollections;
  private final Counter hits;
  private final Counter misses;

  /// By label; never that of the hosts without one, whose breakers are many.
  private final ConcurrentMap<String, AtomicReference<BreakerState>> breakers =
      new ConcurrentHashMap<>();

  private final ConcurrentMap<String, AtomicReference<Allowance>> allowances =
      new ConcurrentHashMap<>();

  private record Allowance(int limit, int remaining) {}

  /// @param mostHosts how many hosts get a label of their own; zero gives none
  public RegistryMetrics(MeterRegistry registry, int mostHosts) {
    this.registry = registry;
    this.hosts = new KnownHosts(mostHosts);
    exchanges =
        counter("pullable.registry.exchanges", "HTTP requests to registries and token servers.")
            .withRegistry(registry);
    durations =
        Timer.builder("pullable.registry.exchange.duration")
            .description("Time from an HTTP request to a registry to the end of its answer.")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
    notAsked =
        counter("pullable.registry.not.asked", "Requests that a registry was spared.")
            .withRegistry(registry);
    transitions =
        counter("pullable.registry.breaker.transitions", "Changes of circuit breakers' states.")
            .withRegistry(registry);
    var lookups =
        counter("pullable.manifest.cache.lookups", "Manifests and configs looked for in memory.")
            .withRegistry(registry);
    hits = lookups.withTag("result", "hit");
    misses = lookups.withTag("result", "miss");
    recollections =
        counter("pullable.answer.cache.lookups", "Answers about manifests looked for in memory.")
            .withRegistry(registry);
    for (Recollection what : Recollection.values()) {
      recollections.withTag("result", word(what));
    }
    for (NotAsked why : NotAsked.values()) {
      notAsked.withTags("host", Labels.OTHER, "why", Labels.word(why));
    }
  }

  private static Counter.Builder counter(String name, String description) {
    return Counter.builder(name).description(description);
  }

  @Override
  public void exchanged(String host, String method, ExchangeOutcome outcome, Duration took) {
    if (outcome == ExchangeOutcome.SUCCESS) {
      hosts.succeeded(host);
    }
    String label = hosts.label(host);
    exchanges
        .withTags("host", label, "method", Labels.method(method), "outcome", Labels.word(outcome))
        .increment();
    durations.withTag("host", label).record(took);
  }

  @Override
  public void lookedUp(boolean found) {
    (found ? hits : misses).increment();
  }

  @Override
  public void recalled(Recollection what) {
    recollections.withTag("result", word(what)).increment();
  }

  private static String word(Recollection what) {
    return switch (what) {
      case FRESH -> "hit";
      case STALE -> "stale";
      case LAST_SEEN -> "last_seen";
      case NONE -> "miss";
    };
  }

  @Override
  public void allowance(String host, int limit, int remaining) {
    String label = hosts.label(host);
    if (!label.equals(Labels.OTHER)) {
      allowances.computeIfAbsent(label, this::gauges).set(new Allowance(limit, remaining));
    }
  }

  private AtomicReference<Allowance> gauges(String label) {
    AtomicReference<Allowance> told = new AtomicReference<>(new Allowance(0, 0));
    Gauge.builder("pullable.registry.pulls.limit", told, it -> it.get().limit())
        .description("How many pulls a registry allows, as told last to any credential.")
        .tag("host", label)
        .register(registry);
    Gauge.builder("pullable.registry.pulls.remaining", told, it -> it.get().remaining())
        .description("How many of these are left, as told last to any credential.")
        .tag("host", label)
        .register(registry);
    return told;
  }

  @Override
  public void notAsked(String host, NotAsked why) {
    notAsked.withTags("host", hosts.label(host), "why", Labels.word(why)).increment();
  }

  @Override
  public void breaker(String host, BreakerState state) {
    String label = hosts.label(host);
    transitions.withTags("host", label, "state", Labels.word(state)).increment();
    if (!label.equals(Labels.OTHER)) {
      breakers.computeIfAbsent(label, this::gauge).set(state);
    }
  }

  private AtomicReference<BreakerState> gauge(String label) {
    AtomicReference<BreakerState> state = new AtomicReference<>(BreakerState.CLOSED);
    Gauge.builder("pullable.registry.breaker.state", state, it -> figure(it.get()))
        .description("The state of a host's circuit breaker: 0 closed, 1 half open, 2 open.")
        .tag("host", label)
        .register(registry);
    return state;
  }

  private static int figure(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
