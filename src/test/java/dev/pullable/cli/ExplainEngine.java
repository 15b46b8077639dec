package dev.pullable.cli;

import dev.pullable.advice.RegistryAdvisor;
import dev.pullable.advice.SearchedRegistries;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Policies;
import dev.pullable.policy.Policy;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.PullAllowances;
import dev.pullable.registry.Routes;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.workload.WorkloadReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Engines before registries of this machine, and a cluster in memory.
final class ExplainEngine implements Engines, PullSecrets, NodePlatforms {
  static final String NAMESPACE = "shop";

  final List<EngineOptions> asked = new ArrayList<>();
  private final Map<String, PullSecret> secrets = new HashMap<>();
  private final Map<String, List<String>> accounts = new HashMap<>(Map.of("default", List.of()));
  private final List<Node> nodes = new ArrayList<>();
  private final Routes routes;
  private Policies policies = _ -> Policy.DEFAULT;

  ExplainEngine(Routes routes) {
    this.routes = routes;
  }

  ExplainEngine account(String name, String... pullSecrets) {
    accounts.put(name, List.of(pullSecrets));
    return this;
  }

  ExplainEngine pullSecret(String name, String registry, String user, String password) {
    return secret(
        name,
        "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
            .formatted(registry, user, password));
  }

  ExplainEngine secret(String name, String dockerConfig) {
    byte[] data = dockerConfig.getBytes(StandardCharsets.UTF_8);
    String type = "kubernetes.io/dockerconfigjson";
    secrets.put(name, new PullSecret(NAMESPACE, name, type, Map.of(".dockerconfigjson", data)));
    return this;
  }

  ExplainEngine node(String name, Platform platform) {
    Map<String, String> labels =
        Map.of("kubernetes.io/arch", platform.architecture(), "kubernetes.io/os", platform.os());
    nodes.add(new Node(name, labels, List.of(), platform, Set.of()));
    return this;
  }

  ExplainEngine policies(Policies others) {
    policies = others;
    return this;
  }

  @Override
  public Engine open(EngineOptions options) {
    asked.add(options);
    ManifestCache manifests = new ManifestCache(16 << 20);
    JibRegistry registry =
        new JibRegistry(
            OnLoopback.settings(List.of(), Duration.ofSeconds(5)),
            new CredentialFingerprint(),
            manifests,
            new PullAllowances(0),
            options.events());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ImageResolver resolver =
        new ImageResolver(new PullPlanner(routes), registry, new NodeCredentials(List.of()));
    WorkloadReviewer reviewer =
        new WorkloadReviewer(
            new PullContextReader(this, new NodeEligibility(this, List.of(), false)),
            resolver,
            policies,
            new RegistryAdvisor(resolver, registry, this, new SearchedRegistries(List.of())),
            threads,
            8);
    return new OpenEngine(new WorkloadReader(Set.of("auto")), reviewer, registry, threads);
  }

  private record OpenEngine(
      WorkloadReader reader,
      WorkloadReviewer reviewer,
      JibRegistry registry,
      ExecutorService threads)
      implements Engine {
    @Override
    public String namespace() {
      return NAMESPACE;
    }

    @Override
    public void close() {
      threads.shutdownNow();
      try {
        registry.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    PullSecret secret = namespace.equals(NAMESPACE) ? secrets.get(name) : null;
    return secret == null ? new SecretAnswer.Missing() : new SecretAnswer.Found(secret);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    List<String> names = accounts.get(name);
    return names == null
        ? new ServiceAccountAnswer.Missing()
        : new ServiceAccountAnswer.Found(names);
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return Optional.empty();
  }
}
