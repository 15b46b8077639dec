package dev.pullable.app;

import dev.pullable.admission.ReviewEvents;
import dev.pullable.admission.ReviewLog;
import dev.pullable.cluster.WebhookRegistration;
import dev.pullable.metrics.CertificateMetrics;
import dev.pullable.metrics.RegistryMetrics;
import dev.pullable.metrics.ReviewMetrics;
import dev.pullable.metrics.WebhookMetrics;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.tls.ServedCertificate;
import dev.pullable.warmup.UncountedReviews;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Who counts and records what happens.
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

  /// What Spring Boot measures and nobody would look at here: there is no HTTP session, no disk and
  /// no executor of Spring's in use, and metrics of ours tell the certificate's end and what is in
  /// flight.
  private static final Set<String> USELESS =
      Set.of(
          "tomcat.",
          "disk.",
          "executor.",
          "ssl.",
          "jvm.buffer.",
          "jvm.compilation.",
          "application.",
          "http.server.requests.active");

  @Bean
  MeterFilter uselessMeters() {
    return MeterFilter.deny(id -> USELESS.stream().anyMatch(id.getName()::startsWith));
  }

  @Bean
  UncountedReviews reviewEvents(MeterRegistry registry) {
    return new UncountedReviews(ReviewEvents.both(new ReviewMetrics(registry), new ReviewLog()));
  }

  @Bean
  RegistryEvents registryEvents(MeterRegistry registry, PullableProperties properties) {
    return new RegistryMetrics(registry, properties.metrics().registryHosts());
  }

  @Bean
  CertificateMetrics certificateMetrics(ServedCertificate served) {
    return new CertificateMetrics(served::servingNotAfter);
  }

  @Bean
  WebhookMetrics webhookMetrics(ObjectProvider<WebhookRegistration> registration) {
    return new WebhookMetrics(() ->
        Optional.ofNullable(registration.getIfAvailable()).flatMap(it -> inForce(it.state())));
  }

  private static Optional<Boolean> inForce(WebhookRegistration.State state) {
    return switch (state) {
      case UNKNOWN -> Optional.empty();
      case IN_FORCE -> Optional.of(true);
      case GONE, NEUTERED -> Optional.of(false);
    };
  }
}
