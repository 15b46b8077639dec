package dev.pullable.advice;

import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// An image that nodes would not get, and all that is known about that.
///
/// @param context what the images of its workload share
/// @param latestForbidden whether `latest` would be refused in its place
public record Refused(
    ContainerImage image,
    Reason reason,
    Evidence evidence,
    PullContext context,
    boolean latestForbidden) {

  /// What cannot be a reference.
  static final Set<Reason> SPELLING =
      EnumSet.of(Reason.INVALID_REFERENCE, Reason.CREDENTIALS_IN_REFERENCE);

  /// What is not there.
  static final Set<Reason> MISSING =
      EnumSet.of(Reason.REPOSITORY_NOT_FOUND, Reason.TAG_NOT_FOUND, Reason.DIGEST_NOT_FOUND);

  /// What is not for this Pod; and many registries say the same of what is not there.
  static final Set<Reason> CLOSED =
      EnumSet.of(
          Reason.CREDENTIALS_MISSING,
          Reason.CREDENTIALS_REJECTED,
          Reason.NODE_CREDENTIALS_REJECTED,
          Reason.ACCESS_DENIED,
          Reason.PULL_SECRET_NOT_FOUND,
          Reason.PULL_SECRET_WRONG_TYPE,
          Reason.PULL_SECRET_FOR_OTHER_REGISTRY);

  /// Whether advice may be found about what became of an image.
  public static boolean isAdvisable(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Unpullable it -> isAdvisable(it.reason());
      case Resolution.Inconclusive it -> isRefusal(it.doubt()) && isAdvisable(it.reason());
      case Resolution.Pullable _, Resolution.NotPulled _ -> false;
    };
  }

  /// The image as a refused one; empty if no advice may be found about it.
  public static Optional<Refused> of(
      ContainerImage image, Resolution resolution, PullContext context, boolean latestForbidden) {
    if (!isAdvisable(resolution)) {
      return Optional.empty();
    }
    return switch (resolution) {
      case Resolution.Unpullable(Reason reason, Evidence evidence) ->
          Optional.of(new Refused(image, reason, evidence, context, latestForbidden));
      case Resolution.Inconclusive(Reason reason, Doubt _, Evidence evidence) ->
          Optional.of(new Refused(image, reason, evidence, context, latestForbidden));
      case Resolution.Pullable _, Resolution.NotPulled _ -> Optional.empty();
    };
  }

  private static boolean isAdvisable(Reason reason) {
    return reason == Reason.REGISTRY_NOT_ALLOWED
        || SPELLING.contains(reason)
        || MISSING.contains(reason)
        || CLOSED.contains(reason);
  }

  /// Where a registry has answered nothing, or the cluster, there is nothing to go by.
  private static boolean isRefusal(Doubt doubt) {
    return switch (doubt) {
      case NODE_CREDENTIALS, OTHER_HOSTS, NOT_ALLOWED -> true;
      case NO_ANSWER, IMAGE_ON_NODE, CLUSTER_UNREADABLE, NODE_UNKNOWN -> false;
    };
  }
}
