package dev.pullable.app;

import dev.pullable.cli.ClusterSource;
import dev.pullable.cli.Engine;
import dev.pullable.cli.EngineOptions;
import dev.pullable.cli.Engines;
import dev.pullable.cli.UnusableOptionException;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.NamespacePolicies;
import dev.pullable.policy.Policies;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.OwnAddresses;
import dev.pullable.registry.Registry;
import dev.pullable.registry.TimesToLive;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.registry.jib.UserCredentials;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/// The server's engine for commands: the same settings and the same wiring, without its context.
public final class CommandEngines implements Engines {
  /// A command is over before what it was told is old, so that an image is asked for once.
  private static final Duration RUN = Duration.ofDays(1);

  private static final TimesToLive TIMES = new TimesToLive(RUN, RUN, RUN, RUN, RUN, RUN);
  private static final Duration ADVICE = Duration.ofSeconds(5);
  private static final int MOST_ANSWERS = 100_000;

  private final EngineConfiguration wiring = new EngineConfiguration();
  private final Consumer<String> problems;

  /// @param problems told, in a sentence and once each, what of the surroundings cannot be read
  public CommandEngines(Consumer<String> problems) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    this.problems =
        problem -> {
          if (told.add(problem)) {
            problems.accept(problem);
          }
        };
  }

  @Override
  public Engine open(EngineOptions options) {
    PullableProperties properties = CommandSettings.read(options);
    CommandCluster cluster = CommandCluster.open(options, problems);
    Policies policies =
        new NamespacePolicies(
            properties.policy()::cluster, cluster.namespaces(), InstantSource.system());
    ExecutorService threads = wiring.reviewThreads();
    CredentialFingerprint fingerprint = new CredentialFingerprint();
    ManifestCache manifests = wiring.manifestCache(properties, options.events());
    JibRegistry jib =
        wiring.jibRegistry(
            manifests,
            fingerprint,
            options.events(),
            OwnAddresses.NONE,
            EgressProxies.of(System.getenv()),
            properties);
    Registry registry =
        EngineConfiguration.remembering(
            jib,
            new AnswerMemory(TIMES, MOST_ANSWERS, manifests),
            manifests,
            fingerprint,
            threads,
            options.events(),
            properties);
    ImageResolver resolver =
        wiring.imageResolver(
            registry, nodeCredentials(options, properties, threads), policies, properties);
    WorkloadReviewer reviewer =
        new WorkloadReviewer(
            new PullContextReader(
                cluster.pullSecrets(),
                Settings.nodeEligibility(
                    options.platforms().isEmpty() ? cluster.nodes() : NodePlatforms.NONE,
                    properties.nodes())),
            resolver,
            policies,
            wiring.advisor(resolver, registry, cluster.pullSecrets(), properties),
            ADVICE,
            threads,
            properties.limits().imagesPerReview());
    return new Opened(reader(options, properties), reviewer, cluster, threads, jib);
  }

  private static WorkloadReader reader(EngineOptions options, PullableProperties properties) {
    try {
      return new WorkloadReader(properties.admission().placeholders(), options.podTemplates());
    } catch (IllegalArgumentException e) {
      throw new UnusableOptionException("--pod-template: " + e.getMessage());
    }
  }

  private NodeCredentials nodeCredentials(
      EngineOptions options, PullableProperties properties, ExecutorService threads) {
    NodeCredentials nodes = new NodeConfiguration().nodeCredentials(properties, threads);
    if (!(options.cluster() instanceof ClusterSource.None)) {
      return nodes;
    }
    Path home = Path.of(System.getProperty("user.home"));
    NodeCredentialSource user =
        new UserCredentials(UserCredentials.files(System.getenv(), home), problems);
    return new NodeCredentials(
        nodes.hosts(), NodeCredentialSource.joined(List.of(nodes.source(), user)));
  }

  private record Opened(
      WorkloadReader reader,
      WorkloadReviewer reviewer,
      CommandCluster cluster,
      ExecutorService threads,
      JibRegistry jib)
      implements Engine {
    @Override
    public String namespace() {
      return cluster.namespace();
    }

    @Override
    public void close() {
      threads.shutdownNow();
      cluster.client().ifPresent(KubernetesClient::close);
      try {
        jib.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
