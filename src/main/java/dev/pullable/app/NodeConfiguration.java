package dev.pullable.app;

import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.node.CredentialPlugins;
import dev.pullable.node.NodeDockerConfig;
import dev.pullable.node.PluginSettings;
import dev.pullable.resolution.NodeCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the nodes bring to a pull, from copies that are mounted here.
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {
  /// Half of the time that an API server gives a webhook by default, so that some is left to ask
  /// the registry without what a plugin owes.
  private static final Duration PLUGIN_TIMEOUT = Duration.ofSeconds(5);

  private static final int PLUGINS_AT_A_TIME = 4;

  /// In the kubelet's order.
  @Bean
  NodeCredentials nodeCredentials(PullableProperties properties, ExecutorService reviewThreads) {
    PullableProperties.Nodes nodes = properties.nodes();
    List<NodeCredentialSource> sources = new ArrayList<>();
    if (nodes.dockerConfig() != null) {
      sources.add(new NodeDockerConfig(file("docker-config", nodes.dockerConfig())));
    }
    if (nodes.credentialProviderConfig() != null && nodes.credentialProviderBinDir() != null) {
      sources.add(
          new CredentialPlugins(
              file("credential-provider-config", nodes.credentialProviderConfig()),
              plugins(nodes, nodes.credentialProviderBinDir()),
              reviewThreads));
    }
    return new NodeCredentials(
        nodes.authenticatedRegistries(), NodeCredentialSource.joined(sources));
  }

  private static PluginSettings plugins(PullableProperties.Nodes nodes, Path binDir) {
    if (!Files.isDirectory(binDir)) {
      throw refused(
          "credential-provider-bin-dir",
          binDir,
          Files.exists(binDir) ? "It is no directory." : "There is no " + binDir + ".");
    }
    return new PluginSettings(
        binDir, nodes.credentialProviderEnvironment(), PLUGIN_TIMEOUT, PLUGINS_AT_A_TIME);
  }

  /// A file that is not there yet is a slip of the keyboard; one that goes away later is doubt.
  private static Path file(String key, Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused(
          key, file, Files.exists(file) ? "It is no regular file." : "There is no " + file + ".");
    }
    return file;
  }

  private static InvalidConfigurationPropertyValueException refused(
      String key, Path value, String reason) {
    return new InvalidConfigurationPropertyValueException("pullable.nodes." + key, value, reason);
  }
}
