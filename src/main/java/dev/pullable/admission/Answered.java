package dev.pullable.admission;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.policy.Exemption;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.policy.Verdict;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request's answer as the caller gets it, and as it is counted.
record Answered(AdmissionResponse response, Answer answer, Optional<Review> review) {

  static Answered nothingToCheck(String uid) {
    return new Answered(AdmissionResponses.allowed(uid), Answer.NOTHING_TO_CHECK, Optional.empty());
  }

  static Answered unchecked(String uid, String why) {
    return new Answered(AdmissionResponses.unchecked(uid, why), Answer.UNCHECKED, Optional.empty());
  }

  /// Of a request that is exempt as a whole.
  static Answered exempt(String uid, Exemption exemption) {
    return exempt(uid, Map.of("exempt", exemption.word()));
  }

  /// Of a request all images of which are exempt.
  static Answered exempt(String uid, List<ContainerImage> images) {
    return exempt(uid, AuditAnnotations.exempt(images));
  }

  private static Answered exempt(String uid, Map<String, String> annotations) {
    AdmissionResponse response = AdmissionResponses.allowed(uid);
    response.setAuditAnnotations(annotations);
    return new Answered(response, Answer.EXEMPT, Optional.empty());
  }

  /// Of something that is never denied, and is no workload.
  static Answered told(String uid, List<String> problems) {
    AdmissionResponse response = AdmissionResponses.allowed(uid);
    response.setWarnings(problems);
    Answer answer = problems.isEmpty() ? Answer.NOTHING_TO_CHECK : Answer.WARNED;
    return new Answered(response, answer, Optional.empty());
  }

  /// @param exempt images that the review is not about
  static Answered of(String uid, Review review, List<ContainerImage> exempt, ReasonsPage page) {
    Answer answer = answer(review.verdict());
    AdmissionResponse response = AdmissionResponses.of(uid, answer, review, page);
    if (!exempt.isEmpty()) {
      Map<String, String> annotations = new LinkedHashMap<>(response.getAuditAnnotations());
      annotations.putAll(AuditAnnotations.exempt(exempt));
      response.setAuditAnnotations(annotations);
    }
    return new Answered(response, answer, Optional.of(review));
  }

  private static Answer answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Deny _ -> Answer.DENIED;
      case Verdict.Suspended _ -> Answer.SUSPENDED;
      case Verdict.Admit admit when admit.warnings().isEmpty() -> Answer.ADMITTED;
      case Verdict.Admit _ -> Answer.WARNED;
    };
  }
}
