package dev.pullable.review;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advisor;
import dev.pullable.advice.RegistryAdvisor;
import dev.pullable.advice.SearchedRegistries;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Placement;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Policy;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Routes;
import dev.pullable.registry.SingleFlightRegistry;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.AllowedRegistries;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.TokenExpiry;
import dev.pullable.resolution.Wanted;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// The whole engine before real registries, and a cluster in memory.
public final class TestEngine implements AutoCloseable, PullSecrets, NodePlatforms {
  public static final String NAMESPACE = "shop";

  private final Map<String, PullSecret> secrets = new HashMap<>();
  private final List<String> secretsAsked = new CopyOnWriteArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final CredentialFingerprint fingerprint = new CredentialFingerprint();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JibRegistry jib;
  private final Registry registry;
  private volatile Wanted wanted = Wanted.NOTHING;
  private final PullContextReader contexts;
  private final ImageResolver resolver;
  private final Map<String, Advice> advice = new ConcurrentHashMap<>();
  private WorkloadReviewer reviewer;

  public TestEngine(Set<String> plainHttp, List<Path> caFiles, TokenServer... tokenServers) {
    this(new Endpoints(plainHttp), caFiles, it -> it, tokenServers);
  }

  /// An engine that asks where the nodes do.
  public TestEngine(Routes routes) {
    this(routes, List.of(), it -> it);
  }

  /// An engine that asks through a guard.
  TestEngine(Set<String> plainHttp, UnaryOperator<Registry> guard) {
    this(new Endpoints(plainHttp), List.of(), guard);
  }

  private TestEngine(
      Routes routes,
      List<Path> caFiles,
      UnaryOperator<Registry> guard,
      TokenServer... tokenServers) {
    jib =
        new JibRegistry(
            OnLoopback.settings(caFiles, Duration.ofSeconds(5), tokenServers),
            fingerprint,
            new ManifestCache(16 << 20));
    registry =
        new SingleFlightRegistry(
            guard.apply(jib),
            it -> it == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(it),
            threads);
    contexts = new PullContextReader(this, new NodeEligibility(this, List.of(), false));
    resolver =
        new ImageResolver(
            new PullPlanner(routes),
            registry,
            new NodeCredentials(List.of()),
            AllowedRegistries.ALL,
            _ -> wanted,
            InstantSource.system(),
            TokenExpiry.NOT_FORESEEN);
    reviewer = new WorkloadReviewer(contexts, resolver, _ -> Policy.DEFAULT, threads);
  }

  /// The same engine with an advisor.
  ///
  /// @param searched where it looks for images whose registry was forgotten
  public TestEngine advising(String... searched) {
    Advisor advisor =
        new RegistryAdvisor(resolver, registry, this, new SearchedRegistries(List.of(searched)));
    reviewer = advisedBy(Policy.DEFAULT, advisor);
    return this;
  }

  WorkloadReviewer advisedBy(Policy policy, Advisor advisor) {
    return new WorkloadReviewer(
        contexts,
        resolver,
        _ -> policy,
        (refused, deadline) -> {
          Advice found = advisor.advise(refused, deadline);
          advice.put(refused.image().image(), found);
          return found;
        },
        threads,
        8);
  }

  /// What a review finds to advise on one image, if it asks at all.
  public Advice advice(String image, String... pullSecrets) {
    advice.clear();
    resolve(image, pullSecrets);
    return advice.getOrDefault(image, Advice.NONE);
  }

  /// The names of secrets that were looked for.
  public List<String> secretsAsked() {
    return secretsAsked;
  }

  /// An engine that knows one registry on plain http.
  public static TestEngine plain(String authority) {
    return new TestEngine(Set.of(authority), List.of());
  }

  public TestEngine secret(String name, String type, String key, String value) {
    secrets.put(
        name,
        new PullSecret(NAMESPACE, name, type, Map.of(key, value.getBytes(StandardCharsets.UTF_8))));
    return this;
  }

  /// A pull secret with one entry.
  public TestEngine pullSecret(String name, String registry, String user, String password) {
    return secret(
        name,
        "kubernetes.io/dockerconfigjson",
        ".dockerconfigjson",
        "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
            .formatted(registry, user, password));
  }

  public TestEngine node(String name, Platform platform) {
    nodes.add(new Node(name, Map.of(), List.of(), platform, Set.of()));
    return this;
  }

  public TestEngine node(Node node) {
    nodes.add(node);
    return this;
  }

  /// What is found out of each image from now on.
  TestEngine wanting(Wanted wanted) {
    this.wanted = wanted;
    return this;
  }

  public Review review(Duration budget, List<String> pullSecrets, String... images) {
    List<ContainerImage> containers = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      containers.add(
          new ContainerImage(
              "spec.containers[" + i + "].image",
              ContainerImage.Kind.CONTAINER,
              "c" + i,
              images[i],
              ContainerImage.PullPolicy.ALWAYS));
    }
    return reviewer.review(
        new Workload(
            "Pod", "web", NAMESPACE, false, "", pullSecrets, Placement.ANYWHERE, containers),
        Deadline.in(budget));
  }

  /// What becomes of one image within ten seconds.
  public Resolution resolve(String image, String... pullSecrets) {
    return review(Duration.ofSeconds(10), List.of(pullSecrets), image)
        .resolutions()
        .values()
        .iterator()
        .next();
  }

  /// The outcome in a word: `Pullable`, `Unpullable TagNotFound`, `Pullable WrongPlatform`, …
  public String outcome(String image, String... pullSecrets) {
    return outcome(resolve(image, pullSecrets));
  }

  public static String outcome(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Unpullable(Reason reason, var _) -> "Unpullable " + reason.word();
      case Resolution.Inconclusive(Reason reason, var _, var _) -> "Inconclusive " + reason.word();
      case Resolution.NotPulled() -> "NotPulled";
      case Resolution.Pullable(var _, var concerns, var _, var _) ->
          "Pullable"
              + String.join("", concerns.stream().map(it -> " " + it.reason().word()).toList());
    };
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    secretsAsked.add(namespace + "/" + name);
    PullSecret secret = namespace.equals(NAMESPACE) ? secrets.get(name) : null;
    return secret == null ? new SecretAnswer.Missing() : new SecretAnswer.Found(secret);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return new ServiceAccountAnswer.Found(List.of());
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    jib.close();
  }
}
