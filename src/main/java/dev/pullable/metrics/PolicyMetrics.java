package dev.pullable.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.BooleanSupplier;

/// Whether the policy that was written last is the one in force.
///
/// @param valid asked at each scrape
public record PolicyMetrics(BooleanSupplier valid) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("pullable.policy.valid", valid, it -> it.getAsBoolean() ? 1 : 0)
        .description("Whether the policy that was written last is the one in force.")
        .register(registry);
  }
}
