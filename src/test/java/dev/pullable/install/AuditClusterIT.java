package dev.pullable.install;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.LoggedRequest;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit of five thousand Pods on a real control plane, as `manifests/components/audit`
/// installs it, in a process of its own with a heap of 160 MB.
class AuditClusterIT {
  private static final int IMAGES = 500;
  private static final int PRIVATE = 50;

  /// The first: of the Deployment of the first namespace, and so on.
  private static final int MISSING = 5;

  private static final Pattern AUDITED =
      Pattern.compile(
          "audited (\\d+) Pods of (\\d+) workloads with (\\d+) images: (\\d+) cannot be pulled");

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: pullable-it-audit
        labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}
      """;

  @TempDir private Path directory;
  private final TestRegistry registry = TestRegistry.start();

  @Test
  void fiveThousandPodsAreAuditedWithOneCheckAnImageAndCredential() throws Exception {
    Path kubeconfig = Path.of(System.getProperty("cluster.kubeconfig", ""));
    Kubectl kubectl = Kubectl.of(kubeconfig);
    push();
    try (KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        RunningWorkloads running = new RunningWorkloads(client, this::image)) {
      kubectl.with(NODE, "create", "-f", "-").successfully();
      running.create(dockerConfig());
      try (Installation installation = Installation.of(directory, settings(), "warn", "audit")) {
        onePass(installation);
        List<Event> events = events(client);
        secondPass(installation, client, events);
      }
    } finally {
      kubectl.run("delete", "node", "pullable-it-audit", "--ignore-not-found");
      registry.close();
    }
  }

  private void onePass(Installation installation) throws Exception {
    MatchResult pass = passes(installation, 1).getFirst();
    List<ApiCall> calls = installation.calls();
    Map<String, Long> heads = heads();
    long manifests = registry.requests().stream().filter(AuditClusterIT::isOfManifest).count();
    print(pass, calls, heads.size(), manifests);

    // Beside the two of Pullable's own Deployment, whose image is not there.
    assertThat(Integer.parseInt(pass.group(1))).isBetween(RunningWorkloads.PODS, 5_010);
    assertThat(Integer.parseInt(pass.group(3))).isBetween(IMAGES, IMAGES + 1);
    assertThat(heads.values()).allMatch(count -> count == 1);
    // Of private images first without the credential, for the challenge.
    assertThat(heads.keySet().stream().map(it -> it.split(" ", -1)[0]).distinct()).hasSize(IMAGES);
    assertThat(calls).noneMatch(call -> call.status() == 403);
    assertThat(calls.stream().filter(it -> it.grant().equals("list pods")).count())
        .isBetween(10L, 12L);
    assertThat(calls.stream().filter(it -> isOf(it, "get secrets")).count())
        .isEqualTo(RunningWorkloads.NAMESPACES);
    assertThat(calls).noneMatch(call -> call.grant().startsWith("watch pods"));
  }

  private static boolean isOf(ApiCall call, String grant) {
    return call.grant().equals(grant) && call.namespace().startsWith("audit-");
  }

  private List<Event> events(KubernetesClient client) {
    // 640 workloads have 500 images, so that the first of these are there twice.
    List<Event> events =
        await("the Events")
            .atMost(Duration.ofSeconds(60))
            .until(() -> told(client), it -> it.size() == 2 * MISSING);
    assertThat(events).allMatch(it -> it.getCount() == 1 && it.getType().equals("Warning"));
    assertThat(events)
        .filteredOn(it -> it.getInvolvedObject().getName().equals("web"))
        .isNotEmpty()
        .allSatisfy(it -> {
          String uid =
              client
                  .apps()
                  .deployments()
                  .inNamespace(it.getMetadata().getNamespace())
                  .withName("web")
                  .get()
                  .getMetadata()
                  .getUid();
          assertThat(it.getInvolvedObject().getUid()).isEqualTo(uid);
          assertThat(it.getReason()).isIn("TagNotFound", "RepositoryNotFound");
        });
    return events;
  }

  private void secondPass(Installation installation, KubernetesClient client, List<Event> before) {
    passes(installation, 2);
    await("the Events of the second pass")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(told(client)).hasSameSizeAs(before).allMatch(it -> it.getCount() == 2));
    assertThat(installation.calls())
        .noneMatch(call -> call.status() == 403)
        // Their CRD is not installed.
        .noneMatch(call -> call.resource().equals("policyreports"));
  }

  private static List<Event> told(KubernetesClient client) {
    return IntStream.range(0, RunningWorkloads.NAMESPACES)
        .mapToObj(RunningWorkloads::namespace)
        .flatMap(it -> client.v1().events().inNamespace(it).list().getItems().stream())
        .filter(it -> "pullable-audit".equals(it.getSource().getComponent()))
        .toList();
  }

  private static List<MatchResult> passes(Installation installation, int count) {
    return await("pass " + count)
        .atMost(Duration.ofSeconds(240))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> AUDITED.matcher(installation.log()).results().toList(), it -> it.size() >= count);
  }

  /// By image and credential.
  private Map<String, Long> heads() {
    return registry.requests().stream()
        .filter(it -> isOfManifest(it) && it.method().equals("HEAD"))
        .collect(
            groupingBy(
                it -> it.repository() + ":" + it.reference() + " " + it.authorization().orElse(""),
                counting()));
  }

  private static boolean isOfManifest(LoggedRequest request) {
    return request.kind() == RequestKind.MANIFEST;
  }

  private void print(MatchResult pass, List<ApiCall> calls, int heads, long manifests)
      throws Exception {
    StringBuilder text = new StringBuilder(pass.group()).append('\n');
    text.append("HEADs %d, manifest requests %d%n".formatted(heads, manifests));
    calls.stream()
        .collect(groupingBy(ApiCall::grant, TreeMap::new, counting()))
        .forEach((grant, count) -> text.append("| `%s` | %d |%n".formatted(grant, count)));
    System.out.print(text);
    Files.writeString(Path.of("target", "audit-load.md"), text);
  }

  private void push() {
    registry.auth("private", Auth.basic().user("robot", "s3cr3t"));
    for (int i = MISSING; i < IMAGES; i++) {
      registry.push(repository(i), "1.0", TestImages.image("linux", "amd64"));
    }
  }

  private static String repository(int number) {
    int image = number % IMAGES;
    return (image >= IMAGES - PRIVATE ? "private/app-" : "shop/app-") + image;
  }

  private String image(int number) {
    return registry.authority() + "/" + repository(number) + ":1.0";
  }

  private String dockerConfig() {
    return "{\"auths\":{\"%s/private\":{\"username\":\"robot\",\"password\":\"s3cr3t\"}}}"
        .formatted(registry.authority());
  }

  private List<String> settings() {
    return List.of(
        "--pullable.registries.plain-http=" + registry.authority(),
        "--pullable.audit.interval=2m",
        "--pullable.audit.images-per-minute=100000");
  }
}
