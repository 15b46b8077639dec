package dev.pullable.cli;

import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.registry.RegistryEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command wants of the engine.
///
/// @param settings a file of the server's settings, `pullable:` at its top
/// @param overrides settings that count before those of the file, by key
/// @param platforms such as `linux/arm64`; those of the Nodes where empty
/// @param podTemplates where kinds that are not known have their pod template, such as
///   `Rollout.argoproj.io` → `spec.template`
/// @param facts Secrets, ServiceAccounts and Namespaces that count before those of the cluster, as
///   they are applied together with what is checked
public record EngineOptions(
    ClusterSource cluster,
    Optional<Path> settings,
    Map<String, String> overrides,
    List<String> platforms,
    Map<String, String> podTemplates,
    List<KubernetesManifest> facts,
    RegistryEvents events) {

  public EngineOptions {
    overrides = Map.copyOf(overrides);
    platforms = List.copyOf(platforms);
    podTemplates = Map.copyOf(podTemplates);
    facts = List.copyOf(facts);
  }
}
