package dev.pullable.fidelity;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.cluster.ClusterNodePlatforms;
import dev.pullable.cluster.ClusterPullSecrets;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.hosts.ConfiguredRoutes;
import dev.pullable.hosts.HostsDirectory;
import dev.pullable.node.NodeDockerConfig;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.policy.Policy;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The engine with the facts of a real cluster.
final class Predictor implements AutoCloseable {
  private static final Duration BUDGET = Duration.ofSeconds(10);

  private final CredentialFingerprint fingerprint = new CredentialFingerprint();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JibRegistry jib;
  private final ClusterNodePlatforms nodes;
  private final WorkloadReviewer reviewer;

  /// @param certs the `certs.d` that the node has
  /// @param nodeConfig the docker config that the node has
  Predictor(KubernetesClient client, Path certs, Path nodeConfig, TokenServer... tokenServers) {
    jib =
        new JibRegistry(
            OnLoopback.settings(List.of(), Duration.ofSeconds(5), tokenServers),
            fingerprint,
            new ManifestCache(16 << 20));
    nodes = new ClusterNodePlatforms(client);
    nodes.start();
    reviewer =
        new WorkloadReviewer(
            new PullContextReader(
                new ClusterPullSecrets(client), new NodeEligibility(nodes, List.of(), false)),
            new ImageResolver(
                new PullPlanner(
                    new ConfiguredRoutes(
                        certs,
                        new HostsDirectory(certs, new Endpoints(Set.of()), Ticker.systemTicker()))),
                jib,
                new NodeCredentials(List.of(), new NodeDockerConfig(nodeConfig))),
            _ -> Policy.DEFAULT,
            threads);
  }

  /// What is said of a Pod's one image.
  Resolution predict(Pod pod) {
    Workload workload =
        new WorkloadReader(Set.of()).read(pod, pod.getMetadata().getNamespace()).orElseThrow();
    return reviewer.review(workload, Deadline.in(BUDGET)).resolutions().values().iterator().next();
  }

  ClusterNodePlatforms nodes() {
    return nodes;
  }

  @Override
  public void close() throws IOException {
    nodes.close();
    threads.shutdownNow();
    jib.close();
  }
}
