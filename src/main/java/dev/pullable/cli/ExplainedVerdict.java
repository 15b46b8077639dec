package dev.pullable.cli;

import dev.pullable.policy.Finding;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Policy;
import dev.pullable.policy.Verdict;
import dev.pullable.resolution.ByteSize;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.review.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is told of what the webhook would do about an image.
final class ExplainedVerdict {
  private ExplainedVerdict() {}

  static ExplainedImage.Decision of(Explanation explanation) {
    Resolution resolution = explanation.resolution();
    return new ExplainedImage.Decision(
        outcome(explanation),
        word(resolution),
        resolution instanceof Resolution.Inconclusive it ? because(it.doubt()) : "",
        policy(explanation.policy()),
        findings(explanation.review().verdict()));
  }

  private static String outcome(Explanation explanation) {
    if (explanation.exempt()) {
      return "exempt";
    }
    return switch (explanation.review().verdict()) {
      case Verdict.Admit _ -> "admitted";
      case Verdict.Deny _ -> "denied";
      case Verdict.Suspended _ -> "suspended";
    };
  }

  private static String word(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Pullable _ -> "Pullable";
      case Resolution.Unpullable _ -> "Unpullable";
      case Resolution.Inconclusive _ -> "Inconclusive";
      case Resolution.NotPulled _ -> "NotPulled";
    };
  }

  private static String because(Doubt doubt) {
    return switch (doubt) {
      case NO_ANSWER -> "the registry gave no answer about the image";
      case NODE_CREDENTIALS -> "the nodes may hold credentials of their own";
      case OTHER_HOSTS -> "some nodes may ask other hosts";
      case IMAGE_ON_NODE -> "the image is on a Node already, and pulled only if it is not";
      case NOT_ALLOWED -> "the operator forbids the registry, so that it was not asked";
      case CLUSTER_UNREADABLE -> "something in the cluster could not be read";
      case NODE_UNKNOWN -> "it depends on what is not known of the nodes";
    };
  }

  private static List<String> policy(Policy policy) {
    Levels levels = policy.levels();
    List<String> told = new ArrayList<>();
    told.add(
        "enforce=%s warn=%s audit=%s"
            .formatted(word(levels.enforce()), word(levels.warn()), word(levels.audit())));
    policy.limits().size().ifPresent(it -> told.add("images up to " + new ByteSize(it)));
    policy
        .limits()
        .age()
        .ifPresent(it -> told.add("images up to %d days old".formatted(it.toDays())));
    policy
        .breakGlass()
        .ifPresent(it -> told.add("denials are suspended until " + Printable.of(it.text())));
    return told;
  }

  private static String word(Enum<?> level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static List<ExplainedImage.Told> findings(Verdict verdict) {
    List<ExplainedImage.Told> told = new ArrayList<>();
    verdict.denied().forEach(it -> told.add(told("deny", it)));
    verdict.suspended().forEach(it -> told.add(told("suspended", it)));
    verdict.warnings().forEach(it -> told.add(told("warn", it)));
    verdict.audited().forEach(it -> told.add(told("audit", it)));
    return told;
  }

  private static ExplainedImage.Told told(String severity, Finding finding) {
    return new ExplainedImage.Told(
        severity,
        finding.reason().word(),
        Printable.of(finding.problem()),
        Printable.of(finding.trace()),
        Printable.of(finding.remedy()));
  }
}
