package dev.pullable.admission;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.policy.Finding;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.policy.Verdict;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// From a verdict to what kube-apiserver understands.
final class AdmissionResponses {
  private AdmissionResponses() {}

  static AdmissionResponse allowed(String uid) {
    return new AdmissionResponseBuilder().withUid(uid).withAllowed(true).build();
  }

  /// Let in without having been looked at, and said so.
  static AdmissionResponse unchecked(String uid, String why) {
    return new AdmissionResponseBuilder()
        .withUid(uid)
        .withAllowed(true)
        .withWarnings("whether the images can be pulled was not checked: " + why)
        .withAuditAnnotations(AuditAnnotations.unchecked())
        .build();
  }

  static AdmissionResponse of(String uid, Answer answer, Review review, ReasonsPage page) {
    List<String> warnings = warnings(review);
    Map<String, String> annotations = AuditAnnotations.of(answer, review);
    return switch (review.verdict()) {
      case Verdict.Admit _, Verdict.Suspended _ ->
          new AdmissionResponseBuilder()
              .withUid(uid)
              .withAllowed(true)
              .withWarnings(warnings)
              .withAuditAnnotations(annotations)
              .build();
      case Verdict.Deny deny ->
          new AdmissionResponseBuilder()
              .withUid(uid)
              .withAllowed(false)
              .withWarnings(warnings)
              .withAuditAnnotations(annotations)
              // Without the code, kubectl shows an HTTP 400 without a reason.
              .withStatus(
                  new StatusBuilder()
                      .withCode(403)
                      .withReason("Forbidden")
                      .withMessage(Messages.denial(deny.findings(), page))
                      .withDetails(StatusCauses.of(review))
                      .build())
              .build();
    };
  }

  private static List<String> warnings(Review review) {
    Verdict verdict = review.verdict();
    List<Finding> told =
        Stream.of(verdict.suspended(), verdict.warnings()).flatMap(List::stream).toList();
    return verdict instanceof Verdict.Suspended it
        ? Stream.concat(Stream.of(suspended(it)), Messages.warnings(told).stream()).toList()
        : Messages.warnings(told);
  }

  private static String suspended(Verdict.Suspended it) {
    int findings = it.findings().size();
    return "this would be denied%s, but the namespace's pullable.dev/break-glass suspends that until %s:"
        .formatted(findings == 1 ? "" : " for " + findings + " reasons", it.breakGlass().until());
  }
}
