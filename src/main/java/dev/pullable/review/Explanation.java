package dev.pullable.review;

import dev.pullable.policy.Policy;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.PullTrace;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import java.util.Map;
import java.util.Optional;

/// A review of one image with all that it was made of, for whoever wants to be shown why.
///
/// @param context what was read of the cluster; absent if it was not read in time
/// @param policy what is in force in the namespace
/// @param exempt whether the webhook does not look at the image, so that its verdict is that it has
///   none
public record Explanation(
    Review review, Optional<PullContext> context, PullTrace trace, Policy policy, boolean exempt) {

  /// The image.
  public ContainerImage image() {
    return only().getKey();
  }

  /// What became of it.
  public Resolution resolution() {
    return only().getValue();
  }

  /// Whether an object with the image would be refused.
  public boolean isDenied() {
    return !exempt && !review.verdict().denied().isEmpty();
  }

  private Map.Entry<ContainerImage, Resolution> only() {
    return review.resolutions().entrySet().iterator().next();
  }
}
