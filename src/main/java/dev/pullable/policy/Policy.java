package dev.pullable.policy;

import dev.pullable.advice.Advice;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is asked of the images of a namespace, and what is done about those that fall short. Pure:
/// the same workload, resolutions and advice give the same verdict.
public record Policy(Levels levels, Actions actions, Limits limits) {

  /// Denies what is proven, warns about the rest.
  public static final Policy DEFAULT = new Policy(Levels.DEFAULT, Actions.DEFAULT, Limits.NONE);

  /// Judges a workload by what became of its images.
  ///
  /// @param advice what may mend it, for those images for which there is any
  public Verdict judge(
      Workload workload,
      Map<ContainerImage, Resolution> resolutions,
      Map<ContainerImage, Advice> advice) {
    Sorted sorted = new Sorted(levels, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    resolutions.forEach((image, resolution) -> {
      Explanations explain =
          new Explanations(
              workload,
              image,
              advice.getOrDefault(image, Advice.NONE),
              levels.enforce() == Level.PINNED);
      judge(image, resolution, explain, sorted);
    });
    return sorted.denied().isEmpty()
        ? new Verdict.Admit(sorted.warned(), sorted.audited())
        : new Verdict.Deny(sorted.denied(), sorted.warned(), sorted.audited());
  }

  private void judge(
      ContainerImage image, Resolution resolution, Explanations explain, Sorted sorted) {
    switch (resolution) {
      case Resolution.Unpullable it ->
          sorted.add(actions.proven(it.reason()), explain.unpullable(it));
      case Resolution.Inconclusive it -> sorted.add(actions.doubtful(it), explain.inconclusive(it));
      case Resolution.Pullable it ->
          it.concerns()
              .forEach(
                  some -> sorted.add(actions.concern(some.reason()), explain.concern(it, some)));
      case Resolution.NotPulled _ -> {}
    }
    if (ImageReferenceParser.parse(image.image()) instanceof ImageReference reference) {
      violations(reference)
          .forEach(reason ->
              sorted.add(actions.proven(reason), explain.violation(reason, reference, resolution)));
    }
  }

  /// What is asked of the reference itself. Who is told to name a digest need not be told of the
  /// tag as well.
  private List<Reason> violations(ImageReference reference) {
    if (reference.digest() != null) {
      return List.of();
    }
    if (levels.enforce() == Level.PINNED) {
      return List.of(Reason.DIGEST_MISSING);
    }
    return "latest".equals(reference.effectiveTag())
        ? List.of(Reason.LATEST_TAG, Reason.DIGEST_MISSING)
        : List.of(Reason.DIGEST_MISSING);
  }

  private record Sorted(
      Levels levels, List<Finding> denied, List<Finding> warned, List<Finding> audited) {
    void add(ValidationAction action, Finding finding) {
      Level level = Level.of(finding.reason());
      if (action == ValidationAction.DENY && levels.enforce().includes(level)) {
        denied.add(finding);
      } else if (action != ValidationAction.AUDIT && levels.warn().includes(level)) {
        warned.add(finding);
      } else if (levels.audit().includes(level)) {
        audited.add(finding);
      }
    }
  }
}
