package dev.pullable.admission;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.policy.Verdict;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.util.Optional;

/// A request's answer as the caller gets it, and as it is counted.
record Answered(AdmissionResponse response, Answer answer, Optional<Review> review) {

  static Answered nothingToCheck(String uid) {
    return new Answered(AdmissionResponses.allowed(uid), Answer.NOTHING_TO_CHECK, Optional.empty());
  }

  static Answered unchecked(String uid, String why) {
    return new Answered(AdmissionResponses.unchecked(uid, why), Answer.UNCHECKED, Optional.empty());
  }

  static Answered of(String uid, Review review, ReasonsPage page) {
    Answer answer = answer(review.verdict());
    return new Answered(
        AdmissionResponses.of(uid, answer, review, page), answer, Optional.of(review));
  }

  private static Answer answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Deny _ -> Answer.DENIED;
      case Verdict.Admit admit when admit.warnings().isEmpty() -> Answer.ADMITTED;
      case Verdict.Admit _ -> Answer.WARNED;
    };
  }
}
