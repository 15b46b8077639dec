package dev.pullable.cli;

import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.manifest.LocatedManifest;
import java.util.List;
import java.util.Set;

/// What is applied together with the workloads that need it.
final class Facts {
  private static final Set<String> KINDS =
      Set.of(
          "v1 Secret",
          "v1 ServiceAccount",
          "v1 Namespace",
          "node.k8s.io/v1 RuntimeClass",
          "node.k8s.io/v1beta1 RuntimeClass");

  private Facts() {}

  static List<KubernetesManifest> of(ReadInputs inputs) {
    return inputs.objects().stream()
        .map(LocatedManifest::manifest)
        .filter(it -> KINDS.contains(it.apiVersion() + " " + it.kind()))
        .toList();
  }
}
