package dev.pullable.app;

import dev.pullable.cli.ClusterSource;
import dev.pullable.cli.EngineOptions;
import dev.pullable.cli.UnusableOptionException;
import dev.pullable.cluster.AskedCluster;
import dev.pullable.cluster.DeclaredFirst;
import dev.pullable.cluster.DirectoryCluster;
import dev.pullable.cluster.UserForCluster;
import dev.pullable.credential.PullSecrets;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.Namespaces;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The cluster's facts for a command.
///
/// @param namespace of objects that name none
/// @param client absent where no API server is asked
record CommandCluster(
    PullSecrets pullSecrets,
    NodePlatforms nodes,
    Namespaces namespaces,
    String namespace,
    Optional<KubernetesClient> client) {
  private static final String STANDARD = "default";
  private static final int TIMEOUT_MILLIS = 10_000;

  /// @param problems told, in a sentence, what could not be read
  /// @throws UnusableOptionException if there is no such cluster
  static CommandCluster open(
      EngineOptions options, PullableProperties properties, Consumer<String> problems) {
    CommandCluster cluster =
        switch (options.cluster()) {
          case ClusterSource.None() ->
              new CommandCluster(
                  new UserForCluster(),
                  NodePlatforms.NONE,
                  Namespaces.NONE,
                  STANDARD,
                  Optional.empty());
          case ClusterSource.Directory(Path directory) -> of(directory);
          case ClusterSource.Kubeconfig it -> of(it, properties, problems);
        };
    return options.facts().isEmpty() ? cluster : cluster.with(options);
  }

  private CommandCluster with(EngineOptions options) {
    try {
      DirectoryCluster declared = DirectoryCluster.of(options.facts(), namespace);
      DeclaredFirst both = new DeclaredFirst(declared, pullSecrets, namespaces);
      return new CommandCluster(both, nodes, both, namespace, client);
    } catch (IOException e) {
      throw new UnusableOptionException(String.valueOf(e.getMessage()));
    }
  }

  private static CommandCluster of(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UnusableOptionException(
          "--cluster-dir %s: there is no such directory".formatted(directory));
    }
    try {
      DirectoryCluster cluster = DirectoryCluster.read(directory);
      return new CommandCluster(cluster, cluster, cluster, STANDARD, Optional.empty());
    } catch (IOException e) {
      throw new UnusableOptionException("--cluster-dir: " + Settings.cause(e));
    }
  }

  private static CommandCluster of(
      ClusterSource.Kubeconfig source, PullableProperties properties, Consumer<String> problems) {
    Config config = config(source);
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      client.getKubernetesVersion();
    } catch (KubernetesClientException e) {
      client.close();
      throw new UnusableOptionException(
          "the API server %s cannot be asked (%s); --no-cluster does without it"
              .formatted(config.getMasterUrl(), cause(e)));
    }
    AskedCluster asked = new AskedCluster(client, problems);
    String namespace = config.getNamespace();
    return new CommandCluster(
        new ClusterConfiguration.OfApiServer().pullSecrets(client, properties),
        asked,
        asked,
        namespace == null || namespace.isEmpty() ? STANDARD : namespace,
        Optional.of(client));
  }

  private static Config config(ClusterSource.Kubeconfig source) {
    Config config = source.file().map(file -> of(file, source)).orElseGet(() -> found(source));
    if (config.getFile() == null && config.getCurrentContext() == null && !inPod()) {
      throw new UnusableOptionException(
          "there is no kubeconfig; --kubeconfig FILE names one, --no-cluster does without");
    }
    source.context().ifPresent(name -> requireContext(config, name));
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(1);
    return config;
  }

  private static Config of(Path file, ClusterSource.Kubeconfig source) {
    if (!Files.isReadable(file)) {
      throw new UnusableOptionException("--kubeconfig %s cannot be read".formatted(file));
    }
    try {
      return Config.fromKubeconfig(source.context().orElse(null), file.toFile());
    } catch (RuntimeException e) {
      // Its text may quote the file.
      throw new UnusableOptionException("--kubeconfig %s is no kubeconfig".formatted(file));
    }
  }

  private static Config found(ClusterSource.Kubeconfig source) {
    try {
      return Config.autoConfigure(source.context().orElse(null));
    } catch (RuntimeException e) {
      throw new UnusableOptionException("the kubeconfig cannot be used");
    }
  }

  private static boolean inPod() {
    return System.getenv("KUBERNETES_SERVICE_HOST") != null;
  }

  private static void requireContext(Config config, String name) {
    List<String> names = config.getContexts().stream().map(it -> it.getName()).toList();
    if (!names.contains(name)) {
      throw new UnusableOptionException(
          "--context %s: the kubeconfig has only %s".formatted(name, String.join(", ", names)));
    }
  }

  private static String cause(KubernetesClientException e) {
    return e.getCode() > 0
        ? "status " + e.getCode()
        : String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }
}
