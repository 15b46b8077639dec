package dev.pullable.policy;

import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is done about each kind of outcome. Pure: the same workload and resolutions give the same
/// verdict.
///
/// @param unpullable what is done about an image that is proven unpullable, or from a registry that
///   the operator does not allow
/// @param inconclusive what is done where nothing is proven
/// @param concern what is done about an image that can be pulled but will not run everywhere
public record Policy(
    ValidationAction unpullable, ValidationAction inconclusive, ValidationAction concern) {

  /// Denies what is proven, warns about the rest.
  public static final Policy DEFAULT =
      new Policy(ValidationAction.DENY, ValidationAction.WARN, ValidationAction.WARN);

  /// Judges a workload by what became of its images.
  public Verdict judge(Workload workload, Map<ContainerImage, Resolution> resolutions) {
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Explanations explain = new Explanations(workload);
    resolutions.forEach((image, resolution) -> {
      switch (resolution) {
        case Resolution.Unpullable it -> sorted.add(unpullable, explain.unpullable(image, it));
        case Resolution.Inconclusive it ->
            sorted.add(action(it.doubt()), explain.inconclusive(image, it));
        case Resolution.Pullable it ->
            it.concerns()
                .forEach(some -> sorted.add(action(some), explain.concern(image, it, some)));
        case Resolution.NotPulled it -> {}
      }
    });
    return sorted.denied().isEmpty()
        ? new Verdict.Admit(sorted.warned(), sorted.audited())
        : new Verdict.Deny(sorted.denied(), sorted.warned(), sorted.audited());
  }

  /// What was only seen a while ago denies nothing.
  private ValidationAction action(Resolution.Concern some) {
    return some.reason() == Reason.LAST_SEEN && concern == ValidationAction.DENY
        ? ValidationAction.WARN
        : concern;
  }

  /// An image that is forbidden need not be proven unpullable to be denied.
  private ValidationAction action(Doubt doubt) {
    return switch (doubt) {
      case NOT_ALLOWED -> unpullable;
      case NO_ANSWER,
          NODE_CREDENTIALS,
          OTHER_HOSTS,
          IMAGE_ON_NODE,
          CLUSTER_UNREADABLE,
          NODE_UNKNOWN ->
          inconclusive;
    };
  }

  private record Sorted(List<Finding> denied, List<Finding> warned, List<Finding> audited) {
    void add(ValidationAction action, Finding finding) {
      switch (action) {
        case DENY -> denied.add(finding);
        case WARN -> warned.add(finding);
        case AUDIT -> audited.add(finding);
      }
    }
  }
}
