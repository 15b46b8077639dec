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
import java.util.Optional;

/// What is asked of the images of a namespace, and what is done about those that fall short. Pure:
/// the same workload, resolutions and advice give the same verdict.
///
/// @param breakGlass what suspends denials now, if anything does
public record Policy(
    Levels levels, Actions actions, Limits limits, Optional<BreakGlass> breakGlass) {

  /// Denies what is proven, warns about the rest.
  public static final Policy DEFAULT = new Policy(Levels.DEFAULT, Actions.DEFAULT, Limits.NONE);

  /// A policy whose denials are not suspended.
  public Policy(Levels levels, Actions actions, Limits limits) {
    this(levels, actions, limits, Optional.empty());
  }

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
    return verdict(sorted);
  }

  private Verdict verdict(Sorted it) {
    if (it.denied().isEmpty()) {
      return new Verdict.Admit(it.warned(), it.audited());
    }
    return breakGlass
        .<Verdict>map(
            suspends -> new Verdict.Suspended(suspends, it.denied(), it.warned(), it.audited()))
        .orElseGet(() -> new Verdict.Deny(it.denied(), it.warned(), it.audited()));
  }

  /// Whether whoever makes a workload is told of what became of an image.
  public boolean tells(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Unpullable it -> tells(actions.proven(it.reason()));
      case Resolution.Inconclusive it -> tells(actions.doubtful(it));
      case Resolution.Pullable it ->
          it.concerns().stream().anyMatch(some -> tells(actions.concern(some.reason())));
      case Resolution.NotPulled _ -> false;
    };
  }

  private boolean tells(ValidationAction action) {
    return action != ValidationAction.AUDIT
        && (levels.enforce().includes(Level.PULLABLE) || levels.warn().includes(Level.PULLABLE));
  }

  /// Whether `latest` is refused.
  public boolean forbidsLatest() {
    return levels.enforce().includes(Level.TAGGED);
  }

  private void judge(
      ContainerImage image, Resolution resolution, Explanations explain, Sorted sorted) {
    switch (resolution) {
      case Resolution.Unpullable it ->
          sorted.add(actions.proven(it.reason()), explain.unpullable(it));
      case Resolution.Inconclusive it -> sorted.add(actions.doubtful(it), explain.inconclusive(it));
      case Resolution.Pullable it -> {
        it.concerns()
            .forEach(some -> sorted.add(actions.concern(some.reason()), explain.concern(it, some)));
        limits
            .exceededBy(it.content())
            .forEach(some -> sorted.add(actions.proven(some.reason()), explain.exceeded(it, some)));
      }
      case Resolution.NotPulled _ -> {}
    }
    if (ImageReferenceParser.parse(image.image()) instanceof ImageReference reference) {
      violations(reference)
          .forEach(reason ->
              sorted.add(actions.proven(reason), explain.violation(reason, reference, resolution)));
    }
  }

  /// What is asked of the reference itself. Who is told to name a digest need not be told of the
  /// tag as well, unless that is taken more seriously.
  private List<Reason> violations(ImageReference reference) {
    if (reference.digest() != null) {
      return List.of();
    }
    boolean latest = "latest".equals(reference.effectiveTag());
    return latest && place(Reason.LATEST_TAG).compareTo(place(Reason.DIGEST_MISSING)) < 0
        ? List.of(Reason.LATEST_TAG, Reason.DIGEST_MISSING)
        : List.of(Reason.DIGEST_MISSING);
  }

  private Levels.Place place(Reason reason) {
    return levels.place(actions.proven(reason), reason);
  }

  private record Sorted(
      Levels levels, List<Finding> denied, List<Finding> warned, List<Finding> audited) {
    void add(ValidationAction action, Finding finding) {
      switch (levels.place(action, finding.reason())) {
        case DENIED -> denied.add(finding);
        case WARNED -> warned.add(finding);
        case AUDITED -> audited.add(finding);
        case NOWHERE -> {}
      }
    }
  }
}
