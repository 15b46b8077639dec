package dev.pullable.policy;

import dev.pullable.advice.Advice;
import dev.pullable.reference.ImageReference;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.List;

/// Puts what was found out into words: how sure it is, what is wrong ([Causes]) and what mends it
/// ([Remedies]).
final class Explanations {
  private static final int MOST_NODES = 3;

  private final Workload workload;
  private final ContainerImage image;
  private final Advice advice;

  Explanations(Workload workload, ContainerImage image, Advice advice) {
    this.workload = workload;
    this.image = image;
    this.advice = advice;
  }

  Finding unpullable(Resolution.Unpullable it) {
    return finding("cannot be pulled: %s", it.reason(), it.evidence());
  }

  Finding inconclusive(Resolution.Inconclusive it) {
    return finding(sentence(it.doubt(), it.evidence()), it.reason(), it.evidence());
  }

  Finding concern(Resolution.Pullable it, Resolution.Concern concern) {
    String detail = concern.detail().isEmpty() ? nodes(concern.nodes()) : concern.detail();
    Evidence evidence = it.evidence().about(concern.subject(), detail);
    return finding("can be pulled, but %s", concern.reason(), evidence);
  }

  /// Of what the policy asks of the reference itself.
  Finding violation(Reason reason, ImageReference reference, Resolution resolution) {
    Evidence evidence = new Evidence(reference, List.of(), "", "");
    return finding("is not allowed in this namespace: %s", reason, evidence);
  }

  private Finding finding(String sentence, Reason reason, Evidence evidence) {
    Names names = Names.of(evidence, workload.namespace());
    String problem =
        Quoted.image(image.image()) + " " + sentence.formatted(Causes.of(reason, names));
    return new Finding(reason, image, problem, List.of(), remedy(reason, names));
  }

  private List<String> remedy(Reason reason, Names names) {
    if (!advice.instead().isEmpty()) {
      return List.of("Write it as %s.".formatted(advice.instead().getFirst().reference()));
    }
    String remedy = Remedies.of(reason, names);
    return remedy.isEmpty() ? List.of() : List.of(remedy);
  }

  private static String sentence(Doubt doubt, Evidence evidence) {
    return switch (doubt) {
      case NO_ANSWER -> "could not be checked: %s";
      case NODE_CREDENTIALS ->
          "may not be pullable: %s, unless the nodes hold credentials of their own"
              + unknown(evidence);
      case OTHER_HOSTS ->
          "may not be pullable: %s, unless the nodes ask other hosts" + unknown(evidence);
      case IMAGE_ON_NODE -> "is on a node already, and cannot be pulled by others: %s";
      case NOT_ALLOWED -> "must not be pulled: %s";
      case CLUSTER_UNREADABLE, NODE_UNKNOWN -> "may not be pullable: %s";
    };
  }

  /// Made part of a format, so that a percent sign is doubled.
  private static String unknown(Evidence evidence) {
    return evidence.unknown().isEmpty()
        ? ""
        : " (" + Quoted.bare(evidence.unknown()).replace("%", "%%") + ")";
  }

  private static String nodes(List<String> nodes) {
    if (nodes.size() <= 1) {
      return nodes.isEmpty() ? "" : "node " + nodes.getFirst();
    }
    int more = nodes.size() - MOST_NODES;
    return more <= 0
        ? "nodes " + String.join(", ", nodes)
        : "nodes %s and %d more".formatted(String.join(", ", nodes.subList(0, MOST_NODES)), more);
  }
}
