package dev.pullable.audit;

import static dev.pullable.audit.FakeRunning.controller;
import static dev.pullable.audit.FakeRunning.deployed;
import static dev.pullable.audit.FakeRunning.owned;
import static dev.pullable.audit.FakeRunning.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.RememberedPullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Exemption;
import dev.pullable.policy.ImageGlob;
import dev.pullable.policy.ImageGlobs;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policies;
import dev.pullable.policy.Policy;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.PacedRegistry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.RememberingRegistry;
import dev.pullable.registry.TimesToLive;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.resolution.Reason;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pass before a real registry, and a cluster in memory.
class WorkloadAuditTest implements PullSecrets, NodePlatforms, Policies {
  private final TestRegistry registry = TestRegistry.start();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CredentialFingerprint fingerprint = new CredentialFingerprint();
  private final ManifestCache manifests = new ManifestCache(16 << 20);
  private final JibRegistry jib =
      new JibRegistry(
          OnLoopback.settings(List.of(), Duration.ofSeconds(5)), fingerprint, manifests);

  private final FakeRunning running = new FakeRunning();
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> secretsAsked = new CopyOnWriteArrayList<>();
  private Levels levels = Levels.DEFAULT;
  private ImageGlobs exemptImages = ImageGlobs.NONE;
  private Set<String> exemptNamespaces = Set.of();

  @BeforeEach
  void push() {
    registry.auth("private", Auth.basic().user("robot", "s3cr3t"));
    registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
    registry.push("private/app", "1.0", TestImages.image("linux", "amd64"));
    node("n1");
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    jib.close();
    registry.close();
  }

  @Test
  void anImageIsCheckedOnceWithEachCredentialHoweverManyPodsHaveIt() throws Exception {
    for (int i = 0; i < 40; i++) {
      running.pods.add(owned("p" + i, image("shop/web:1.0"), controller("Thing", "t" + i)));
      running.pods.add(withSecret("s" + i, image("private/app:1.0"), "regcred"));
    }

    AuditReport report = audit().run(Set.of());

    assertThat(report.pods()).isEqualTo(80);
    assertThat(report.workloads()).isEqualTo(80);
    assertThat(report.images()).isEqualTo(2);
    assertThat(report.checks()).isEqualTo(2);
    assertThat(report.count(Outcome.PULLABLE)).isEqualTo(2);
    assertThat(heads("shop/web")).isEqualTo(1);
    // Once without the credential, to be challenged.
    assertThat(heads("private/app")).isEqualTo(2);
    assertThat(secretsAsked).containsExactly("shop/regcred");
  }

  @Test
  void whatIsMissingIsToldOfItsOwner() throws Exception {
    running.pods.add(deployed("web", "1", image("shop/web:gone")));
    running.pods.add(deployed("web", "2", image("shop/web:gone")));

    AuditReport report = audit().run(Set.of());

    assertThat(report.findings())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.outcome()).isEqualTo(Outcome.UNPULLABLE);
          assertThat(it.reason()).isEqualTo(Reason.TAG_NOT_FOUND);
          assertThat(it.kind() + "/" + it.name()).isEqualTo("Deployment/web");
          assertThat(it.pods()).isEqualTo(2);
          assertThat(it.nodes()).isEqualTo(1);
          assertThat(it.lacking()).isEqualTo(1);
        });
    assertThat(heads("shop/web")).isEqualTo(1);
  }

  @Test
  void whatOnlySomeNodesStillHaveIsUnpullable() throws Exception {
    String image = image("shop/web:gone");
    node("n2", image);
    node("n3");
    running.pods.add(deployed("web", "1", image));

    assertThat(audit().run(Set.of()).findings())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.outcome()).isEqualTo(Outcome.UNPULLABLE);
          assertThat(it.heldBy()).containsExactly("n2");
          assertThat(it.nodes()).isEqualTo(3);
          assertThat(it.lacking()).isEqualTo(2);
        });
  }

  @Test
  void noAnswerIsDoubt() throws Exception {
    running.pods.add(pod("solo", "127.0.0.1:1/app:1").build());

    AuditReport report = audit().run(Set.of());

    assertThat(report.findings()).extracting(AuditFinding::outcome).containsOnly(Outcome.DOUBT);
    assertThat(report.count(Outcome.DOUBT)).isEqualTo(1);
  }

  @Test
  void whereNothingIsAskedNothingIsLookedAt() throws Exception {
    levels = new Levels(Level.OFF, Level.OFF, Level.OFF);
    running.pods.add(deployed("web", "1", image("shop/web:gone")));

    AuditReport report = audit().run(Set.of());

    assertThat(report.findings()).isEmpty();
    assertThat(report.pods()).isEqualTo(1);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void exemptNamespacesAndImagesAreNotLookedAt() throws Exception {
    running.pods.add(deployed("web", "1", image("shop/web:gone")));
    exemptNamespaces = Set.of("shop");
    assertThat(audit().run(Set.of()).findings()).isEmpty();

    exemptNamespaces = Set.of();
    exemptImages = new ImageGlobs(List.of(ImageGlob.parse(image("shop/web"))));
    assertThat(audit().run(Set.of()).findings()).isEmpty();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aListThatIsNotWholeMakesTheReportIncomplete() throws Exception {
    running.problem = "not all Pods could be listed: why";

    assertThat(audit().run(Set.of()).incomplete()).isEqualTo(running.problem);
  }

  @Test
  void thePassKeepsToItsBudget() throws Exception {
    for (int i = 0; i < 6; i++) {
      running.pods.add(pod("p" + i, image("shop/web:" + i)).build());
    }
    long start = System.nanoTime();

    AuditReport report = audit(Duration.ofMillis(100)).run(Set.of());

    assertThat(report.checks()).isEqualTo(6);
    // No more than one at once, and five that wait.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(495));
  }

  @Test
  void aPassIsSpreadOverItsTime() throws Exception {
    for (int i = 0; i < 5; i++) {
      running.pods.add(pod("p" + i, image("shop/web:1.0")).build());
    }
    long start = System.nanoTime();

    audit().run(Set.of(), Duration.ofMillis(500));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(495));
  }

  @Test
  void aPassStopsWhenItIsToStop() {
    running.pods.add(pod("solo", image("shop/web:1.0")).build());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> audit().run(Set.of())).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private WorkloadAudit audit() {
    return audit(Duration.ZERO);
  }

  private WorkloadAudit audit(Duration gap) {
    return new WorkloadAudit(
        "test",
        running,
        new WorkloadReader(Set.of()),
        this,
        eligibility(),
        () -> engine(gap),
        InstantSource.system());
  }

  private PassEngine engine(Duration gap) {
    PacedRegistry paced = new PacedRegistry(jib, gap);
    Duration pass = Duration.ofDays(1);
    RememberingRegistry remembering =
        new RememberingRegistry(
            paced,
            new AnswerMemory(new TimesToLive(pass, pass, pass, pass, pass, pass), 1_000, manifests),
            manifests,
            it -> it == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(it),
            threads,
            RegistryEvents.NONE);
    ImageResolver resolver =
        new ImageResolver(
            new PullPlanner(new Endpoints(Set.of(registry.authority()))),
            remembering,
            new NodeCredentials(List.of()));
    WorkloadReviewer reviewer =
        new WorkloadReviewer(
            new PullContextReader(new RememberedPullSecrets(this), eligibility()),
            resolver,
            this,
            threads);
    return new PassEngine(reviewer, paced::asked, gap);
  }

  private NodeEligibility eligibility() {
    return new NodeEligibility(this, List.of(), false);
  }

  private String image(String repository) {
    return registry.authority() + "/" + repository;
  }

  private long heads(String repository) {
    return registry.requests().stream()
        .filter(it -> it.kind() == RequestKind.MANIFEST && it.method().equals("HEAD"))
        .filter(it -> it.repository().equals(repository))
        .count();
  }

  private void node(String name, String... images) {
    nodes.add(new Node(name, Map.of(), List.of(), Platform.of("linux", "amd64"), Set.of(images)));
  }

  private static Pod withSecret(String name, String image, String secret) {
    return pod(name, image)
        .editSpec()
        .withNodeName(null)
        .addNewImagePullSecret(secret)
        .endSpec()
        .build();
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    secretsAsked.add(namespace + "/" + name);
    String config =
        "{\"auths\":{\"%s\":{\"username\":\"robot\",\"password\":\"s3cr3t\"}}}"
            .formatted(registry.authority());
    return new SecretAnswer.Found(
        new PullSecret(
            namespace,
            name,
            "kubernetes.io/dockerconfigjson",
            Map.of(".dockerconfigjson", config.getBytes(StandardCharsets.UTF_8))));
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
  public Policy of(String namespace) {
    return new Policy(levels, Actions.DEFAULT, Limits.NONE);
  }

  @Override
  public Optional<Exemption> exemption(
      String namespace, String user, Optional<String> runtimeClass) {
    return exemptNamespaces.contains(namespace)
        ? Optional.of(Exemption.NAMESPACE)
        : Optional.empty();
  }

  @Override
  public ImageGlobs exemptImages(String namespace) {
    return exemptImages;
  }
}
