package dev.pullable.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether kube-apiserver is told to ask about Pods.
///
/// @param inForce asked at each scrape; empty where nobody knows, which is told as not a number, so
///   that an API server which is away is not taken for a webhook that is gone
public record WebhookMetrics(Supplier<Optional<Boolean>> inForce) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "pullable.webhook.in.force",
            inForce,
            it -> it.get().map(yes -> yes ? 1.0 : 0.0).orElse(Double.NaN))
        .description("Whether the webhook's configuration is there and asks about Pods.")
        .register(registry);
  }
}
