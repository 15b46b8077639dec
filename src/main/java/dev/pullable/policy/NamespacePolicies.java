package dev.pullable.policy;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// The cluster's policy, with what each namespace says otherwise.
///
/// @param cluster asked for each review, so that a change counts from the next one on
/// @param time by which a break-glass ends
public record NamespacePolicies(
    Supplier<ClusterPolicy> cluster, Namespaces namespaces, InstantSource time)
    implements Policies {

  @Override
  public Policy of(String namespace) {
    Policy standard = cluster.get().standard();
    NamespaceMarks marks = marks(namespace);
    return new Policy(
        marks.over(standard.levels()),
        standard.actions(),
        standard.limits(),
        marks.breakGlass().filter(it -> it.isInForce(time.instant())));
  }

  @Override
  public Optional<Exemption> exemption(
      String namespace, String user, Optional<String> runtimeClass) {
    return cluster.get().exemptions().of(namespace, user, runtimeClass);
  }

  @Override
  public ImageGlobs exemptImages(String namespace) {
    return cluster.get().exemptions().images().and(marks(namespace).exemptImages());
  }

  private NamespaceMarks marks(String namespace) {
    return namespaces.marks(namespace).orElse(NamespaceMarks.NONE);
  }
}
