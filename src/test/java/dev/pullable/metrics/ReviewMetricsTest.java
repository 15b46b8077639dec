package dev.pullable.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.admission.ReviewEvents.Crowd;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What the figures are where there was no review; ManagementPortTest has those of real ones.
class ReviewMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ReviewMetrics metrics = new ReviewMetrics(registry);

  @Test
  void reviewsAreInFlightUntilTheyAreAnswered() {
    metrics.began(new AdmissionRequest());
    metrics.began(new AdmissionRequest());
    assertThat(inFlight()).isEqualTo(2);

    answered(new AdmissionRequest(), Answer.UNCHECKED);

    assertThat(inFlight()).isEqualTo(1);
  }

  @Test
  void aKindIsAWordOfOurs() {
    AdmissionRequest pod = new AdmissionRequest();
    pod.setObject(new Pod());
    AdmissionRequest own = new AdmissionRequest();
    GenericKubernetesResource object = new GenericKubernetesResource();
    own.setObject(object);

    answered(pod, Answer.ADMITTED);
    answered(own, Answer.NOTHING_TO_CHECK);
    int before = registry.getMeters().size();
    for (int i = 0; i < 1_000; i++) {
      object.setKind("Chosen" + i);
      answered(own, Answer.NOTHING_TO_CHECK);
    }

    assertThat(reviews("Pod", "admitted")).isEqualTo(1);
    assertThat(reviews("other", "nothing_to_check")).isEqualTo(1_001);
    assertThat(registry.getMeters()).hasSize(before);
  }

  @Test
  void shedAndMalformedRequestsAreCounted() {
    metrics.shed(Crowd.EVERYBODY);
    metrics.shed(Crowd.NAMESPACE);
    metrics.shed(Crowd.NAMESPACE);
    metrics.malformed();
    metrics.malformed();

    assertThat(shed("everybody")).isEqualTo(1);
    assertThat(shed("namespace")).isEqualTo(2);
    assertThat(registry.get("pullable.reviews.malformed").counter().count()).isEqualTo(2);
    assertThat(inFlight()).isZero();
  }

  @Test
  void theCertificatesEndIsAskedForEachTime() {
    AtomicReference<Optional<Instant>> notAfter = new AtomicReference<>(Optional.empty());
    CertificateMetrics certificate = new CertificateMetrics(notAfter::get);
    certificate.bindTo(registry);
    assertThat(expiry()).as("none is served").isZero();

    notAfter.set(Optional.of(Instant.ofEpochSecond(1_900_000_000)));

    assertThat(expiry()).isEqualTo(1_900_000_000);
    assertThat(certificate.notAfter()).isNotNull();
  }

  private double shed(String crowd) {
    return registry.get("pullable.reviews.shed").tag("of", crowd).counter().count();
  }

  private void answered(AdmissionRequest request, Answer answer) {
    metrics.answered(request, answer, Optional.empty(), Duration.ofMillis(3));
  }

  private double inFlight() {
    return registry.get("pullable.reviews.in.flight").gauge().value();
  }

  private double expiry() {
    return registry.get("pullable.certificate.expiry.timestamp").gauge().value();
  }

  private double reviews(String kind, String verdict) {
    return registry
        .get("pullable.reviews")
        .tags("kind", kind, "verdict", verdict)
        .counter()
        .count();
  }
}
