package dev.pullable.cli;

import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.registry.RegistryEvents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options by which a command is told where the facts of the cluster, and the settings of the
/// engine, come from.
public final class ClusterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--cluster",
      description = "Take Secrets, ServiceAccounts, Nodes and Namespaces from the API server.")
  private boolean cluster;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig; kubectl's own rules if not given.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig; its current one if not given.")
  private @Nullable String context;

  @Option(
      names = "--cluster-dir",
      paramLabel = "DIR",
      description = "Take them from the YAML files of a directory.")
  private @Nullable Path directory;

  @Option(
      names = "--no-cluster",
      description = "Take none: the credentials are those of your docker config.")
  private boolean none;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The webhook's settings (YAML), so that the answer is the webhook's.")
  private @Nullable Path settings;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One of the webhook's settings, such as pullable.nodes.certs-d=/etc/certs.d.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "A platform of the nodes, in place of those of the cluster's.")
  private List<String> platforms = List.of();

  /// The options, before picocli has filled them in.
  @SuppressWarnings("NullAway.Init")
  public ClusterOptions() {}

  /// What the options want of the engine.
  ///
  /// @param standard where facts come from if no option says so
  /// @param podTemplates as in [EngineOptions]
  /// @param facts as in [EngineOptions]
  /// @throws ParameterException if the options contradict each other
  public EngineOptions options(
      ClusterSource standard,
      Map<String, String> podTemplates,
      List<KubernetesManifest> facts,
      RegistryEvents events) {
    return new EngineOptions(
        source(standard),
        Optional.ofNullable(settings),
        overrides,
        platforms,
        podTemplates,
        facts,
        events);
  }

  private ClusterSource source(ClusterSource standard) {
    String server = server();
    List<String> given =
        Stream.of(server, directory == null ? "" : "--cluster-dir", none ? "--no-cluster" : "")
            .filter(option -> !option.isEmpty())
            .toList();
    if (given.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "%s contradict each other: the facts of the cluster come from one place"
              .formatted(String.join(" and ", given)));
    }
    if (directory != null) {
      return new ClusterSource.Directory(directory);
    }
    if (none) {
      return new ClusterSource.None();
    }
    return server.isEmpty()
        ? standard
        : new ClusterSource.Kubeconfig(
            Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
  }

  /// The first option that wants the API server; empty if none does.
  private String server() {
    if (cluster) {
      return "--cluster";
    }
    return kubeconfig != null ? "--kubeconfig" : context != null ? "--context" : "";
  }
}
