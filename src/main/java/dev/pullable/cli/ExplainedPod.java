package dev.pullable.cli;

import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.resolution.PullContext;
import dev.pullable.review.Explanation;
import dev.pullable.workload.ContainerImage.PullPolicy;
import dev.pullable.workload.Workload;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is told of the Pod that would pull an image.
final class ExplainedPod {
  private static final String STANDARD = "default";
  private static final int MOST_NODES = 3;

  private ExplainedPod() {}

  static ExplainedImage.Pod of(Explanation explanation) {
    Workload workload = explanation.review().workload();
    Optional<PullContext> context = explanation.context();
    return new ExplainedImage.Pod(
        Printable.of(workload.namespace()),
        Printable.of(account(workload)),
        context.map(it -> accountNote(it.secrets())).orElse(""),
        workload.imagePullSecrets().isEmpty()
            ? "the ServiceAccount's list"
            : "the Pod's own list (--pull-secret), so that the ServiceAccount's does not count",
        context.map(it -> secrets(it.secrets(), explanation)).orElse(List.of()),
        word(explanation.image().pullPolicy()),
        context.map(it -> platforms(it.platforms())).orElse(List.of()),
        context.isPresent() ? "" : "the cluster was not read in time");
  }

  private static String account(Workload workload) {
    return workload.serviceAccountName().isEmpty() ? STANDARD : workload.serviceAccountName();
  }

  private static String accountNote(PullContext.Secrets secrets) {
    if (secrets.offLimits()) {
      return "not read: the Secrets and ServiceAccounts of the namespace are not to be";
    }
    if (secrets.missingServiceAccount().isPresent()) {
      return "refuses the Pod: does not exist, or does not allow what the Pod names";
    }
    return secrets.incomplete() ? "could not be read" : "";
  }

  private static List<ExplainedImage.PullSecret> secrets(
      PullContext.Secrets secrets, Explanation explanation) {
    Map<String, String> wrong = new HashMap<>();
    for (Step step : explanation.trace().credentials().steps()) {
      if (step instanceof Step.Skipped(String secret, String why, boolean _)) {
        wrong.putIfAbsent(secret, why);
      }
    }
    secrets.missing().forEach(name -> wrong.putIfAbsent(name, "does not exist"));
    secrets.unreadable().forEach(name -> wrong.putIfAbsent(name, "could not be read"));
    return new LinkedHashSet<>(secrets.named())
        .stream()
            .map(name ->
                new ExplainedImage.PullSecret(
                    Printable.of(name), Printable.of(wrong.getOrDefault(name, "found"))))
            .toList();
  }

  private static String word(PullPolicy policy) {
    return switch (policy) {
      case ALWAYS -> "Always";
      case IF_NOT_PRESENT -> "IfNotPresent";
      case NEVER -> "Never";
    };
  }

  private static List<ExplainedImage.NodePlatform> platforms(EligiblePlatforms platforms) {
    return platforms.groups().stream()
        .map(group ->
            new ExplainedImage.NodePlatform(
                Printable.of(group.platform().toString()),
                group.nodes().size(),
                Printable.of(group.nodes().stream().limit(MOST_NODES).toList())))
        .toList();
  }
}
