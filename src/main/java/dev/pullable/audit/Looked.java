package dev.pullable.audit;

import dev.pullable.policy.Finding;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An image that was looked at, and what the policy has to say about it.
record Looked(ContainerImage image, Outcome outcome, List<Told> told) {

  /// A finding and how bad it is.
  record Told(Outcome outcome, Finding finding) {}

  /// All images of a review but those about which the policy says nothing although they cannot be
  /// pulled: it is not asked there.
  static List<Looked> at(Review review) {
    List<Looked> looked = new ArrayList<>();
    review
        .resolutions()
        .forEach((image, resolution) ->
            of(image, resolution, findings(review, image)).ifPresent(looked::add));
    return looked;
  }

  private static Optional<Looked> of(
      ContainerImage image, Resolution resolution, List<Finding> findings) {
    List<Told> told = findings.stream().map(it -> new Told(outcome(resolution, it), it)).toList();
    Outcome worst =
        told.stream()
            .map(Told::outcome)
            .reduce(Outcome.PULLABLE, (a, b) -> a.compareTo(b) > 0 ? a : b);
    boolean silent =
        worst == Outcome.PULLABLE
            && (resolution instanceof Resolution.Unpullable
                || resolution instanceof Resolution.Inconclusive);
    return silent ? Optional.empty() : Optional.of(new Looked(image, worst, told));
  }

  private static Outcome outcome(Resolution resolution, Finding finding) {
    return switch (resolution) {
      case Resolution.Unpullable(var reason, var _) when reason == finding.reason() ->
          Outcome.UNPULLABLE;
      case Resolution.Inconclusive(var reason, var doubt, var _) when reason == finding.reason() ->
          doubt == Doubt.IMAGE_ON_NODE ? Outcome.UNPULLABLE : Outcome.DOUBT;
      case Resolution.Unpullable _,
          Resolution.Inconclusive _,
          Resolution.Pullable _,
          Resolution.NotPulled _ ->
          Outcome.CONCERN;
    };
  }

  private static List<Finding> findings(Review review, ContainerImage image) {
    var verdict = review.verdict();
    return Stream.of(verdict.denied(), verdict.suspended(), verdict.warnings(), verdict.audited())
        .flatMap(List::stream)
        .filter(it -> it.image().equals(image))
        .toList();
  }
}
