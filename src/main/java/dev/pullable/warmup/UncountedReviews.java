package dev.pullable.warmup;

import dev.pullable.admission.ReviewEvents;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Passes on what happens to everybody's reviews, but not to those of the warm-up, which nobody
/// asked for. They are known by a uid that this process alone knows.
public final class UncountedReviews implements ReviewEvents {
  private final ReviewEvents events;
  private final String uid = UUID.randomUUID().toString();

  public UncountedReviews(ReviewEvents events) {
    this.events = events;
  }

  /// The uid of the reviews that are not counted.
  String uid() {
    return uid;
  }

  @Override
  public void began(AdmissionRequest request) {
    if (!uid.equals(request.getUid())) {
      events.began(request);
    }
  }

  @Override
  public void answered(
      AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {
    if (!uid.equals(request.getUid())) {
      events.answered(request, answer, review, took);
    }
  }

  @Override
  public void shed(Crowd crowd) {
    events.shed(crowd);
  }

  @Override
  public void malformed() {
    events.malformed();
  }
}
