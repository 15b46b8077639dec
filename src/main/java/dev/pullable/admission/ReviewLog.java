package dev.pullable.admission;

import dev.pullable.policy.Finding;
import dev.pullable.policy.Verdict;
import dev.pullable.review.Review;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A line of the log for each review that ends other than in a plain admission, and at debug for
/// that too. Its keys are fixed; of the object it tells the kind and the names only.
public final class ReviewLog implements ReviewEvents {
  private static final Logger log = LoggerFactory.getLogger(ReviewLog.class);

  @Override
  public void answered(
      AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {
    Level level = level(answer);
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    String verdict = answer.name().toLowerCase(Locale.ROOT);
    String operation = LogText.of(Text.of(request.getOperation()));
    String kind = LogText.of(kind(request));
    String namespace = LogText.of(Text.of(request.getNamespace()));
    String name = LogText.of(name(request, review));
    List<String> reasons = review.map(Review::verdict).map(ReviewLog::reasons).orElse(List.of());
    log.atLevel(level)
        .addKeyValue("uid", LogText.of(Text.of(request.getUid())))
        .addKeyValue("namespace", namespace)
        .addKeyValue("kind", kind)
        .addKeyValue("name", name)
        .addKeyValue("operation", operation)
        .addKeyValue("verdict", verdict)
        .addKeyValue("reasons", reasons)
        .addKeyValue("took", took.toMillis() / 1000.0)
        .log("{}: {} {} {}/{} {}", verdict, operation, kind, namespace, name, reasons);
  }

  private static Level level(Answer answer) {
    return switch (answer) {
      case NOTHING_TO_CHECK, EXEMPT, ADMITTED -> Level.DEBUG;
      case WARNED, DENIED -> Level.INFO;
      case SUSPENDED, UNCHECKED -> Level.WARN;
    };
  }

  private static List<String> reasons(Verdict verdict) {
    return Stream.of(verdict.denied(), verdict.suspended(), verdict.warnings(), verdict.audited())
        .flatMap(List<Finding>::stream)
        .map(it -> it.reason().word())
        .distinct()
        .toList();
  }

  private static String kind(AdmissionRequest request) {
    return request.getObject() instanceof HasMetadata object ? Text.of(object.getKind()) : "";
  }

  /// A workload that is yet to get its name has a `generateName`.
  private static String name(AdmissionRequest request, Optional<Review> review) {
    String name = Text.of(request.getName());
    return name.isEmpty() ? review.map(it -> it.workload().name()).orElse("") : name;
  }
}
