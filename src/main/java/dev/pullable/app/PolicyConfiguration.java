package dev.pullable.app;

import dev.pullable.admission.AdmissionReviewer;
import dev.pullable.admission.ReviewEvents;
import dev.pullable.cluster.ClusterNamespaces;
import dev.pullable.cluster.WatchedConfigMap;
import dev.pullable.metrics.PolicyMetrics;
import dev.pullable.policy.NamespacePolicies;
import dev.pullable.policy.NamespaceReview;
import dev.pullable.policy.Namespaces;
import dev.pullable.policy.Policies;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/// Which policy is in force where, and who may change it while the process runs.
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {

  @Bean
  LivePolicy livePolicy(PullableProperties properties, ConfigurableEnvironment environment) {
    return new LivePolicy(
        properties.policy().cluster(),
        new PolicyDocument(environment),
        List.of(
            new UnknownSettingAnalyzer(),
            new BadSettingAnalyzer(),
            new RefusedSettingAnalyzer(environment)));
  }

  @Bean
  Policies policies(LivePolicy policy, Namespaces namespaces) {
    return new NamespacePolicies(policy, namespaces, InstantSource.system());
  }

  @Bean
  AdmissionReviewer admissionReviewer(
      WorkloadReviewer reviewer,
      Policies policies,
      LivePolicy policy,
      ReviewEvents events,
      PullableProperties properties) {
    return new AdmissionReviewer(
        new WorkloadReader(properties.admission().placeholders()),
        reviewer,
        policies,
        new NamespaceReview(() -> policy.get().standard().levels(), InstantSource.system()),
        events,
        new ReasonsPage(properties.admission().reasonsUrl()));
  }

  @Bean
  PolicyMetrics policyMetrics(LivePolicy policy) {
    return new PolicyMetrics(policy::valid);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = ClusterConfiguration.MODE,
      havingValue = "kubernetes",
      matchIfMissing = true)
  static class OfApiServer {
    @Bean(initMethod = "start", destroyMethod = "close")
    ClusterNamespaces namespaces(KubernetesClient client) {
      return new ClusterNamespaces(client);
    }

    /// Null where no ConfigMap is named.
    @Bean(initMethod = "start", destroyMethod = "close")
    @Nullable WatchedConfigMap policyConfigMap(
        KubernetesClient client, PullableProperties properties, LivePolicy policy) {
      String name = properties.policy().configMap();
      if (name == null || name.isEmpty()) {
        return null;
      }
      try {
        return new WatchedConfigMap(
            client,
            TlsSettings.namespace(properties.tls()),
            name,
            PolicyDocument.KEY,
            policy::read);
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.policy.config-map", name, e.getMessage() + ".");
      }
    }
  }
}
