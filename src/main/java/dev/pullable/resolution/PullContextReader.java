package dev.pullable.resolution;

import dev.pullable.credential.Keyring;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.PullSecrets.SecretAnswer;
import dev.pullable.credential.ServiceAccountRule;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.resolution.PullContext.Secrets;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what all images of a workload share from the cluster.
public final class PullContextReader {
  private final PullSecrets pullSecrets;
  private final NodeEligibility platforms;

  public PullContextReader(PullSecrets pullSecrets, NodeEligibility platforms) {
    this.pullSecrets = pullSecrets;
    this.platforms = platforms;
  }

  /// Reads it by the deadline; what could not be read by then counts as unreadable.
  public PullContext read(Workload workload, Deadline deadline) {
    ServiceAccountRule.Outcome outcome = serviceAccountOutcome(workload, deadline);
    List<String> names = outcome.imagePullSecrets().stream().filter(n -> !n.isEmpty()).toList();
    List<String> named = new ArrayList<>();
    List<PullSecret> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    Map<String, SecretAnswer> answers = new HashMap<>();
    for (String name : names) {
      switch (answers.computeIfAbsent(name, it -> secret(workload, it, deadline))) {
        case SecretAnswer.Found(PullSecret secret) -> found.add(secret);
        // The kubelet goes on without it, with an event FailedToRetrieveImagePullSecret.
        case SecretAnswer.Missing() -> missing.add(name);
        case SecretAnswer.Unknown(String detail) -> unreadable.add(name);
        case SecretAnswer.StoodIn() -> {
          continue;
        }
      }
      named.add(name);
    }
    Secrets secrets =
        new Secrets(
            named,
            missing,
            unreadable,
            outcome instanceof ServiceAccountRule.Refused refused
                ? Optional.of(refused.serviceAccountName())
                : Optional.empty(),
            workload.partial() || outcome instanceof ServiceAccountRule.Undetermined,
            !pullSecrets.mayRead(workload.namespace()));
    return new PullContext(
        workload.namespace(), Keyring.of(found), secrets, platforms.of(workload.placement()));
  }

  /// For a Pod the ServiceAccount admission has already run; for a template it is foreseen.
  private ServiceAccountRule.Outcome serviceAccountOutcome(Workload workload, Deadline deadline) {
    var pod =
        new ServiceAccountRule.Pod(workload.serviceAccountName(), workload.imagePullSecrets());
    return workload.template()
        ? ServiceAccountRule.create(
            pod, name -> pullSecrets.serviceAccount(workload.namespace(), name, deadline))
        : ServiceAccountRule.update(pod);
  }

  private SecretAnswer secret(Workload workload, String name, Deadline deadline) {
    return pullSecrets.secret(workload.namespace(), name, deadline);
  }
}
