package dev.pullable.app;

import dev.pullable.cluster.ClusterNamespaces;
import dev.pullable.cluster.ClusterNodePlatforms;
import dev.pullable.cluster.WatchedConfigMap;
import dev.pullable.warmup.OwnPort;
import dev.pullable.warmup.UncountedReviews;
import dev.pullable.warmup.WarmUp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// From the start to the stop: warm-up, readiness, drain.
@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {

  @Bean
  Readiness applicationAvailability(ObjectProvider<ReadinessCondition> conditions) {
    return new Readiness(conditions);
  }

  /// Spring Boot is ready only after its runners.
  @Bean
  ApplicationRunner warmUp(
      WebServerApplicationContext context,
      ServerProperties server,
      SslBundles bundles,
      UncountedReviews reviews,
      PullableProperties properties) {
    Duration most = properties.lifecycle().warmUp();
    return _ -> {
      if (most.isPositive()) {
        new WarmUp(ownPort(context, server, bundles), reviews).run(most);
      }
    };
  }

  @Bean
  Drain drain(PullableProperties properties) {
    return new Drain(properties.lifecycle().drain(properties.cluster().mode()));
  }

  private static OwnPort ownPort(
      WebServerApplicationContext context, ServerProperties server, SslBundles bundles) {
    InetAddress address =
        Objects.requireNonNullElse(server.getAddress(), InetAddress.getLoopbackAddress());
    int port = Objects.requireNonNull(context.getWebServer()).getPort();
    return new OwnPort(
        new InetSocketAddress(address, port),
        () ->
            Objects.requireNonNull(
                bundles.getBundle(ServingBundle.NAME).getStores().getKeyStore()));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = ClusterConfiguration.MODE,
      havingValue = "kubernetes",
      matchIfMissing = true)
  static class OfApiServer {
    @Bean
    ReadinessCondition nodesTried(ClusterNodePlatforms nodes) {
      return new ReadinessCondition(
          "the Nodes",
          new ListTried(
              "Nodes and RuntimeClasses",
              "pullable.nodes.platforms",
              nodes::synced,
              System::nanoTime));
    }

    /// A namespace whose label says off must not be denied anything by the default meanwhile.
    @Bean
    ReadinessCondition namespacesTried(ClusterNamespaces namespaces) {
      return new ReadinessCondition(
          "the Namespaces",
          new ListTried("Namespaces", "pullable.policy", namespaces::synced, System::nanoTime));
    }

    @Bean
    ReadinessCondition policyTried(ObjectProvider<WatchedConfigMap> policy) {
      return new ReadinessCondition(
          "the policy's ConfigMap",
          new ListTried(
              "ConfigMaps of the policy",
              "pullable.policy",
              () -> synced(policy.getIfAvailable()),
              System::nanoTime));
    }

    private static boolean synced(@Nullable WatchedConfigMap policy) {
      return policy == null || policy.synced();
    }
  }
}
