package dev.pullable.metrics;

import dev.pullable.admission.ReviewEvents;
import dev.pullable.policy.Finding;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// The reviews in figures: how many, how answered, for which reasons, in what time.
public final class ReviewMetrics implements ReviewEvents {
  /// In milliseconds; what of these a caller's timeout of 5 s leaves room for, and two above.
  private static final Duration[] BUCKETS =
      List.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 4_000, 5_000, 10_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final AtomicInteger inFlight = new AtomicInteger();
  private final MeterProvider<Counter> reviews;
  private final MeterProvider<Counter> reasons;
  private final MeterProvider<Counter> images;
  private final MeterProvider<Timer> durations;
  private final MeterProvider<Counter> shed;
  private final Counter malformed;

  public ReviewMetrics(MeterRegistry registry) {
    reviews = counter("pullable.reviews", "Reviews answered.").withRegistry(registry);
    reasons =
        counter("pullable.review.reasons", "Reviews in which a reason was found, once each.")
            .withRegistry(registry);
    images =
        counter("pullable.images", "Images looked at, by what became of them.")
            .withRegistry(registry);
    durations =
        Timer.builder("pullable.review.duration")
            .description("Time from a request being read to its answer.")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
    shed =
        counter("pullable.reviews.shed", "Requests let in unchecked since too much was under way.")
            .withRegistry(registry);
    malformed =
        counter("pullable.reviews.malformed", "Requests that were no AdmissionReview.")
            .register(registry);
    Gauge.builder("pullable.reviews.in.flight", inFlight, AtomicInteger::get)
        .description("Reviews under way.")
        .register(registry);
    startAtZero();
  }

  private static Counter.Builder counter(String name, String description) {
    return Counter.builder(name).description(description);
  }

  /// A counter that appears with its first event hides that event from `rate()`.
  private void startAtZero() {
    for (Crowd crowd : Crowd.values()) {
      shed.withTag("of", Labels.word(crowd));
    }
    for (Answer answer : Answer.values()) {
      Labels.KINDS.forEach(kind -> count(answer, kind).increment(0));
      durations.withTag("verdict", Labels.word(answer));
    }
  }

  @Override
  public void began(AdmissionRequest request) {
    inFlight.incrementAndGet();
  }

  @Override
  public void answered(
      AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {
    inFlight.decrementAndGet();
    count(answer, Labels.kind(kind(request))).increment();
    durations.withTag("verdict", Labels.word(answer)).record(took);
    review.ifPresent(this::count);
  }

  @Override
  public void shed(Crowd crowd) {
    shed.withTag("of", Labels.word(crowd)).increment();
  }

  @Override
  public void malformed() {
    malformed.increment();
  }

  private Counter count(Answer answer, String kind) {
    return reviews.withTags("verdict", Labels.word(answer), "kind", kind);
  }

  private static String kind(AdmissionRequest request) {
    return request.getObject() instanceof HasMetadata object && object.getKind() != null
        ? object.getKind()
        : Labels.OTHER;
  }

  private void count(Review review) {
    count("deny", review.verdict().denied());
    count("suspend", review.verdict().suspended());
    count("warn", review.verdict().warnings());
    count("audit", review.verdict().audited());
    review.resolutions().values().forEach(this::count);
  }

  private void count(String action, List<Finding> findings) {
    findings.stream()
        .map(Finding::reason)
        .collect(Collectors.toSet())
        .forEach(it -> reasons.withTags("action", action, "reason", it.word()).increment());
  }

  private void count(Resolution resolution) {
    switch (resolution) {
      case Resolution.Pullable _ -> image("pullable", "none");
      case Resolution.Unpullable it -> image("unpullable", it.reason().word());
      case Resolution.Inconclusive it -> image("inconclusive", it.reason().word());
      case Resolution.NotPulled _ -> image("not_pulled", "none");
    }
  }

  private void image(String resolution, String reason) {
    images.withTags("resolution", resolution, "reason", reason).increment();
  }
}
