package dev.pullable.admission;

import dev.pullable.policy.Finding;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusCauseBuilder;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import java.util.List;

/// What a workload is denied for, for programs: a cause each with its reason and field.
final class StatusCauses {
  private static final int MOST = 50;

  private StatusCauses() {}

  static StatusDetails of(Review review) {
    return new StatusDetailsBuilder()
        .withKind(review.workload().kind())
        .withName(review.workload().name())
        .withCauses(causes(review.verdict().denied()))
        .build();
  }

  private static List<StatusCause> causes(List<Finding> denied) {
    return denied.stream()
        .limit(MOST)
        .map(finding ->
            new StatusCauseBuilder()
                .withReason(finding.reason().word())
                .withField(finding.image().fieldPath())
                .withMessage(finding.problem())
                .build())
        .toList();
  }
}
