package dev.pullable.admission;

import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import java.time.Duration;
import java.util.Optional;

/// What happens to the AdmissionReviews, for whoever counts or records it. Called before the answer
/// is sent, on the thread that sends it; must neither block nor throw.
public interface ReviewEvents {
  /// Nobody counts.
  ReviewEvents NONE = new ReviewEvents() {};

  /// Both hear of everything, in this order.
  static ReviewEvents both(ReviewEvents first, ReviewEvents second) {
    return new BothReviewEvents(first, second);
  }

  /// The review of a request begins, of which [#answered] will tell the end.
  default void began(AdmissionRequest request) {}

  /// A request was answered.
  ///
  /// @param request without its objects where these could not be read
  /// @param review what the engine said; empty where there was nothing to look at, or the object
  ///   could not be read, or a fault of ours kept it from being looked at
  default void answered(
      AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {}

  /// A request was let in unchecked since too much is under way.
  default void shed(Crowd crowd) {}

  /// What was posted is no AdmissionReview.
  default void malformed() {}

  /// Of whom there is too much under way.
  enum Crowd {
    /// Of all together.
    EVERYBODY,
    /// Of the request's namespace alone.
    NAMESPACE
  }

  /// How a request was answered.
  enum Answer {
    /// Out of scope, or without any image that changed.
    NOTHING_TO_CHECK,
    ADMITTED,
    WARNED,
    DENIED,
    /// Would be denied, and was let in, since the namespace has a break-glass.
    SUSPENDED,
    /// Let in since the operator or the namespace exempts it.
    EXEMPT,
    /// Let in without having been looked at.
    UNCHECKED
  }
}
