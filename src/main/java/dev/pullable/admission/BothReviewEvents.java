package dev.pullable.admission;

import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import java.time.Duration;
import java.util.Optional;

/// Two that hear of everything.
record BothReviewEvents(ReviewEvents first, ReviewEvents second) implements ReviewEvents {

  @Override
  public void began(AdmissionRequest request) {
    first.began(request);
    second.began(request);
  }

  @Override
  public void answered(
      AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {
    first.answered(request, answer, review, took);
    second.answered(request, answer, review, took);
  }

  @Override
  public void shed(Crowd crowd) {
    first.shed(crowd);
    second.shed(crowd);
  }

  @Override
  public void malformed() {
    first.malformed();
    second.malformed();
  }
}
