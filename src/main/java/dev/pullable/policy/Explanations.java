package dev.pullable.policy;

import dev.pullable.advice.Advice;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReference;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.List;
import java.util.Optional;

/// Puts what was found out into words: how sure it is, what is wrong ([Causes]) and what mends it
/// ([Remedies]).
final class Explanations {
  private static final int MOST_NODES = 3;

  private final Workload workload;
  private final ContainerImage image;
  private final Advice advice;
  private final boolean pinned;

  /// @param pinned whether an image must be named by its digest
  Explanations(Workload workload, ContainerImage image, Advice advice, boolean pinned) {
    this.workload = workload;
    this.image = image;
    this.advice = advice;
    this.pinned = pinned;
  }

  Finding unpullable(Resolution.Unpullable it) {
    return finding("cannot be pulled: %s", it.reason(), it.evidence(), Optional.empty());
  }

  Finding inconclusive(Resolution.Inconclusive it) {
    String sentence =
        switch (it.reason()) {
          case IMAGE_NOT_PRESENT -> "may not start: %s";
          case HOSTS_UNKNOWN -> "may not be pullable: %s";
          default -> sentence(it.doubt(), it.evidence());
        };
    return finding(sentence, it.reason(), it.evidence(), Optional.empty());
  }

  Finding concern(Resolution.Pullable it, Resolution.Concern concern) {
    String detail = concern.detail().isEmpty() ? nodes(concern.nodes()) : concern.detail();
    Evidence evidence = it.evidence().about(concern.subject(), detail).with(concern.concerned());
    return finding("can be pulled, but %s", concern.reason(), evidence, Optional.of(it.digest()));
  }

  /// Of what the policy asks of the image.
  Finding exceeded(Resolution.Pullable it, Limits.Exceeded limit) {
    Evidence evidence = it.evidence().about(limit.subject(), limit.detail());
    return finding(
        "is not allowed in this namespace: %s", limit.reason(), evidence, Optional.of(it.digest()));
  }

  /// Of what the policy asks of the reference itself.
  Finding violation(Reason reason, ImageReference reference, Resolution resolution) {
    Evidence evidence = new Evidence(reference, List.of(), "", "");
    String sentence =
        reason == Reason.LATEST_TAG && reference.tag() != null
            ? "moves with every push: %s"
            : reason == Reason.LATEST_TAG ? "names no tag: %s" : "names no digest: %s";
    return finding(sentence, reason, evidence, digest(resolution));
  }

  private static Optional<Digest> digest(Resolution resolution) {
    return resolution instanceof Resolution.Pullable it
        ? Optional.of(it.digest())
        : Optional.empty();
  }

  private Finding finding(
      String sentence, Reason reason, Evidence evidence, Optional<Digest> digest) {
    Names names = Names.of(evidence, workload.namespace());
    String problem = Quoted.image(image.image()) + " " + sentence.formatted(cause(reason, names));
    return new Finding(
        reason,
        image,
        problem,
        Traces.of(reason, evidence),
        remedies(names, evidence, digest).of(reason));
  }

  private String cause(Reason reason, Names names) {
    boolean stale =
        advice.anonymous()
            && (reason == Reason.CREDENTIALS_REJECTED
                || reason == Reason.NODE_CREDENTIALS_REJECTED);
    return stale ? Causes.stale(reason, names) : Causes.of(reason, names);
  }

  private Remedies remedies(Names names, Evidence evidence, Optional<Digest> digest) {
    Commands commands = new Commands(workload, image);
    return new Remedies(
        image,
        advice,
        names,
        evidence.nodes(),
        digest,
        pinned,
        commands,
        new SecretRemedies(workload, advice, names, evidence.credentials(), commands));
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
