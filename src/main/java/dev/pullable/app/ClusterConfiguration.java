package dev.pullable.app;

import dev.pullable.cluster.ClusterNodePlatforms;
import dev.pullable.cluster.ClusterPullSecrets;
import dev.pullable.cluster.DirectoryCluster;
import dev.pullable.cluster.ScopedPullSecrets;
import dev.pullable.cluster.WebhookRegistration;
import dev.pullable.credential.PullSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where the cluster's facts come from.
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {
  static final String MODE = "pullable.cluster.mode";

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = MODE, havingValue = "kubernetes", matchIfMissing = true)
  static class OfApiServer {
    @Bean(destroyMethod = "close")
    KubernetesClient kubernetesClient() {
      return new KubernetesClientBuilder().build();
    }

    @Bean
    PullSecrets pullSecrets(KubernetesClient client, PullableProperties properties) {
      PullableProperties.Cluster cluster = properties.cluster();
      PullSecrets all = new ClusterPullSecrets(client);
      return switch (cluster.secrets()) {
        case ALL -> all;
        case LISTED -> new ScopedPullSecrets(all, cluster.namespaces()::contains);
        case NONE -> new ScopedPullSecrets(all, _ -> false);
      };
    }

    /// Null where no configuration is named.
    @Bean(initMethod = "start", destroyMethod = "close")
    @Nullable WebhookRegistration webhookRegistration(
        KubernetesClient client, PullableProperties properties) {
      String own = properties.metrics().webhookConfiguration();
      String name = own != null ? own : properties.tls().webhookConfiguration();
      if (name == null || name.isEmpty()) {
        return null;
      }
      try {
        return new WebhookRegistration(client, name, WebhookRegistration.INTERVAL);
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigurationPropertyValueException(
            own != null
                ? "pullable.metrics.webhook-configuration"
                : "pullable.tls.webhook-configuration",
            name,
            e.getMessage() + ".");
      }
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ClusterNodePlatforms nodePlatforms(KubernetesClient client) {
      return new ClusterNodePlatforms(client);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = MODE, havingValue = "directory")
  static class OfDirectory {
    @Bean
    DirectoryCluster directoryCluster(PullableProperties properties) {
      Path directory = Objects.requireNonNull(properties.cluster().directory());
      // A file would be walked as a directory without any manifest.
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.directory", directory, "It is no directory.");
      }
      try {
        return DirectoryCluster.read(directory);
      } catch (IOException e) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.directory", directory, Settings.cause(e));
      }
    }
  }
}
