package dev.pullable.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The end of the certificate that is served, as a Unix time.
///
/// @param notAfter asked at each scrape; empty while no certificate is served, which is told as
///   zero, long past, so that an alert sees it
public record CertificateMetrics(Supplier<Optional<Instant>> notAfter) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "pullable.certificate.expiry.timestamp",
            notAfter,
            it -> it.get().map(Instant::getEpochSecond).orElse(0L))
        .description("When the serving certificate runs out, in seconds since 1970.")
        .baseUnit("seconds")
        .register(registry);
  }
}
