package dev.pullable.app;

import dev.pullable.audit.AuditListener;
import dev.pullable.audit.AuditSchedule;
import dev.pullable.audit.LastAudit;
import dev.pullable.audit.RunningObjects;
import dev.pullable.audit.WorkloadAudit;
import dev.pullable.cluster.AuditEvents;
import dev.pullable.cluster.ClusterNamespaces;
import dev.pullable.cluster.ClusterNodePlatforms;
import dev.pullable.cluster.ClusterRunningObjects;
import dev.pullable.cluster.Leadership;
import dev.pullable.cluster.PolicyReports;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecrets;
import dev.pullable.metrics.AuditMetrics;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.Policies;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The audit of what runs, where it is wanted: the same engine with a memory of its own.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "pullable.audit.enabled", havingValue = "true")
class AuditConfiguration {
  private static final String LEASE = "pullable-audit";

  @Bean
  LastAudit lastAudit() {
    return new LastAudit();
  }

  @Bean
  AuditMetrics auditMetrics(MeterRegistry registry, PullableProperties properties) {
    return new AuditMetrics(registry, properties.audit().interval(), Instant.now());
  }

  @Bean
  AuditEngines auditEngines(
      FairRegistry asked,
      ManifestCache manifests,
      CredentialFingerprint fingerprint,
      PullSecrets pullSecrets,
      NodePlatforms nodes,
      NodeCredentials nodeCredentials,
      Policies policies,
      ExecutorService reviewThreads,
      RegistryEvents events,
      PullableProperties properties) {
    return new AuditEngines(
        asked,
        manifests,
        fingerprint,
        pullSecrets,
        nodes,
        nodeCredentials,
        policies,
        reviewThreads,
        events,
        properties);
  }

  @Bean
  RunningObjects runningObjects(KubernetesClient client) {
    return new ClusterRunningObjects(client);
  }

  @Bean
  WorkloadAudit workloadAudit(
      KubernetesClient client,
      RunningObjects running,
      Policies policies,
      NodePlatforms nodes,
      AuditEngines engines,
      PullableProperties properties) {
    return new WorkloadAudit(
        client.getMasterUrl().toString(),
        running,
        new WorkloadReader(properties.admission().placeholders()),
        policies,
        Settings.nodeEligibility(nodes, properties.nodes()),
        engines,
        InstantSource.system());
  }

  @Bean(destroyMethod = "close")
  AuditSchedule auditSchedule(
      WorkloadAudit audit,
      KubernetesClient client,
      ClusterNodePlatforms nodes,
      ClusterNamespaces namespaces,
      AuditMetrics metrics,
      LastAudit last,
      PullableProperties properties) {
    List<AuditListener> listeners = new ArrayList<>(List.of(metrics, last));
    listeners.add(new PolicyReports(client));
    if (properties.audit().events()) {
      listeners.add(new AuditEvents(client));
    }
    return new AuditSchedule(
        audit,
        properties.audit().interval(),
        () -> nodes.synced() && namespaces.synced(),
        listeners);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Leadership auditLeadership(
      KubernetesClient client, AuditSchedule schedule, PullableProperties properties) {
    String namespace = TlsSettings.namespace(properties.tls());
    return new Leadership(client, namespace, LEASE, schedule::begin, schedule::end);
  }
}
