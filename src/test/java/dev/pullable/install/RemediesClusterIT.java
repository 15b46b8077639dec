package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes the commands out of denials, runs them as printed, and applies the same manifest again.
class RemediesClusterIT {
  private static final String ARM64_NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: pullable-it-arm64
        labels: {kubernetes.io/os: linux, kubernetes.io/arch: arm64}
      """;

  @TempDir private static Path directory;
  private static Scene scene;

  @BeforeAll
  static void install() throws Exception {
    scene = Scene.of(directory, RemediesClusterIT::settings, "deny");
    scene.registry.push("team/my-app", "2.0", TestImages.image("linux", "amd64"));
    scene.registry.push("library/nginx", "1.27", TestImages.image("linux", "amd64"));
    scene.installation.create(ARM64_NODE).successfully();
  }

  /// Docker Hub is the test's registry, as it may be in a cluster with a mirror of its own.
  private static List<String> settings(TestRegistry registry) {
    Path certsD = directory.resolve("certs.d");
    String uri = registry.uri().toString();
    try {
      Files.createDirectories(certsD.resolve("docker.io"));
      Files.writeString(
          certsD.resolve("docker.io/hosts.toml"),
          "server = \"%s\"\n[host.\"%s\"]\n".formatted(uri, uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "--pullable.nodes.certs-d=" + certsD,
        "--pullable.registries.search=" + registry.authority() + "/team");
  }

  @AfterAll
  static void uninstall() {
    if (scene != null) {
      scene.kubectl("delete", "node", "pullable-it-arm64", "--ignore-not-found");
      scene.close();
    }
  }

  @Test
  void aWrongTagOfANewDeploymentIsCorrected() {
    String shop = scene.namespace("mend-tag");
    mends(shop, scene.deployment(shop, scene.image("shop/web:1.O")), "TagNotFound");
    assertThat(imageOf(shop, "deployment/web", ".spec.template"))
        .isEqualTo(scene.image("shop/web:1.0"));
  }

  @Test
  void aWrongTagOfANewPodIsCorrected() {
    String shop = scene.namespace("mend-tag-pod");
    mends(shop, scene.pod(shop, scene.image("shop/web:1.O")), "TagNotFound");
    assertThat(imageOf(shop, "pod/web", "")).isEqualTo(scene.image("shop/web:1.0"));
  }

  @Test
  void aWrongTagOfADeploymentThatIsThereIsCorrectedThere() {
    String shop = scene.namespace("mend-tag-update");
    Path file = file(shop, scene.deployment(shop, scene.image("shop/web:1.0")));
    apply(file).successfully();
    String denied = denied(file(shop, scene.deployment(shop, scene.image("shop/web:1.l"))));

    assertThat(denied).contains("[TagNotFound]");
    assertThat(commands(denied))
        .singleElement()
        .asString()
        .startsWith("kubectl set image deployment/web web=" + scene.image("shop/web:1."));
    run(commands(denied), file);
    assertThat(imageOf(shop, "deployment/web", ".spec.template"))
        .startsWith(scene.image("shop/web:1."));
  }

  @Test
  void severalCausesAreMendedAtOnce() {
    String shop = scene.namespace("mend-several");
    scene.pullSecret(shop);
    String yaml =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: %s}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              imagePullSecrets: [{name: other}]
              containers:
                - {name: web, image: "%s"}
                - {name: proxy, image: "ngiinx:1.27"}
                - {name: private, image: "%s"}
        """
            .formatted(shop, scene.image("shop/web:1.O"), scene.image("private/app:1.0"));
    Path file = file(shop, yaml);
    String denied = denied(file);
    List<String> atOnce = commands(denied.substring(denied.indexOf("All at once:")));

    assertThat(denied).contains("[TagNotFound]", "[RepositoryNotFound]", "[PullSecretNotFound]");
    run(atOnce, file);
    assertThat(imageOf(shop, "deployment/web", ".spec.template"))
        .isEqualTo(scene.image("shop/web:1.0"));
  }

  @Test
  void aRepositoryThatIsNearlySpelledIsCorrected() {
    String shop = scene.namespace("mend-spelling");
    mends(shop, scene.pod(shop, "ngiinx:1.27"), "");
    assertThat(imageOf(shop, "pod/web", "")).isEqualTo("nginx:1.27");
  }

  @Test
  void aMissingRegistryPrefixIsAdded() {
    String shop = scene.namespace("mend-prefix");
    mends(shop, scene.deployment(shop, "my-app:2.0"), "");
    assertThat(imageOf(shop, "deployment/web", ".spec.template"))
        .isEqualTo(scene.image("team/my-app:2.0"));
  }

  @Test
  void aMissingDigestIsAdded() {
    String shop = scene.namespace("mend-digest");
    scene
        .kubectl("label", "namespace", shop, "pullable.dev/enforce=pinned", "--overwrite")
        .successfully();
    Path file = file(shop, scene.deployment(shop, scene.image("shop/web:1.0")));
    awaitDenied(file, "[DigestMissing]");
    mends(shop, scene.deployment(shop, scene.image("shop/web:1.0")), "DigestMissing");
    assertThat(imageOf(shop, "deployment/web", ".spec.template"))
        .startsWith(scene.image("shop/web:1.0@sha256:"));
  }

  @Test
  void latestIsPinned() {
    String shop = scene.namespace("mend-latest");
    scene.registry.push("shop/latest", "latest", TestImages.image("linux", "amd64"));
    scene.kubectl("label", "namespace", shop, "pullable.dev/enforce=tagged").successfully();
    Path file = file(shop, scene.pod(shop, scene.image("shop/latest")));
    awaitDenied(file, "[LatestTag]");
    mends(shop, scene.pod(shop, scene.image("shop/latest")), "LatestTag");
    assertThat(imageOf(shop, "pod/web", "")).startsWith(scene.image("shop/latest@sha256:"));
  }

  @Test
  void whatIsNoReferenceIsRespelt() {
    String shop = scene.namespace("mend-respelt");
    mends(shop, scene.pod(shop, "https://" + scene.image("Shop/web:1.0")), "InvalidReference");
    assertThat(imageOf(shop, "pod/web", "")).isEqualTo(scene.image("shop/web:1.0"));
  }

  @Test
  void aTokenIsTakenOutOfTheImage() {
    String shop = scene.namespace("mend-token");
    String image = scene.image("shop/web:1.0?token=s3cr3t");
    String denied = denied(file(shop, scene.pod(shop, image)));

    assertThat(denied).contains("[CredentialsInReference").doesNotContain("s3cr3t");
    run(commands(denied).subList(0, 1), file(shop, scene.pod(shop, image)));
    assertThat(imageOf(shop, "pod/web", "")).isEqualTo(scene.image("shop/web:1.0"));
  }

  @Test
  void aStaleSecretIsRenewed() {
    String shop = scene.namespace("mend-stale");
    registrySecret(shop, "regcred", scene.registry.authority(), "old");
    mends(
        shop,
        scene.pod(shop, scene.image("private/app:1.0"), "imagePullSecrets: [{name: regcred}]"),
        "CredentialsRejected");
  }

  @Test
  void everyKindOfWorkloadIsMended() {
    String shop = scene.namespace("mend-kinds");
    // Not a StatefulSet: a kubectl of today prints a status that a server of 1.20 does not know.
    for (String kind : List.of("DaemonSet", "ReplicaSet")) {
      String deployment = scene.deployment(shop, scene.image("shop/web:1.O"));
      mends(shop, deployment.replace("Deployment", kind), "TagNotFound");
    }
    mends(shop, job("batch/v1", "Job", shop, "template:\n    "), "TagNotFound");
    mends(
        shop,
        job(
            "batch/v1beta1",
            "CronJob",
            shop,
            "schedule: '0 0 * * *'\n  jobTemplate: {spec: {template: "),
        "TagNotFound");
  }

  private static String job(String version, String kind, String namespace, String before) {
    String close = kind.equals("CronJob") ? "}}" : "";
    return """
    apiVersion: %s
    kind: %s
    metadata: {name: web, namespace: %s}
    spec:
      %s{spec: {restartPolicy: Never, containers: [{name: web, image: "%s"}]}}%s
    """
        .formatted(version, kind, namespace, before, scene.image("shop/web:1.O"), close);
  }

  @Test
  void aPodWithoutANameOfItsOwnIsMended() {
    String shop = scene.namespace("mend-generated");
    String yaml =
        scene
            .pod(shop, scene.image("shop/web:1.O"))
            .replace("name: web, n", "generateName: web-, n");
    Path file = file(shop, yaml);
    String denied = scene.kubectl("create", "-f", file.toString()).printed();

    assertThat(commands(denied)).singleElement().asString().contains("| kubectl create -n " + shop);
    run(commands(denied), file);
    assertThat(scene.kubectl("get", "pods", "-n", shop, "-o", "name").successfully())
        .startsWith("pod/web-");
  }

  @Test
  void aPullSecretThatIsMissingInThePodsNamespaceIsMade() {
    String shop = scene.namespace("mend-secret");
    scene.pullSecret(scene.namespace("mend-secret-elsewhere"));
    mends(
        shop,
        scene.pod(shop, scene.image("private/app:1.0"), "imagePullSecrets: [{name: regcred}]"),
        "PullSecretNotFound");
  }

  @Test
  void aServiceAccountWithoutTheSecretGetsIt() {
    String shop = scene.namespace("mend-account");
    scene.pullSecret(shop);
    String denied =
        mends(shop, scene.deployment(shop, scene.image("private/app:1.0")), "CredentialsMissing");
    assertThat(commands(denied))
        .singleElement()
        .asString()
        .startsWith("kubectl patch serviceaccount default -n " + shop);
  }

  @Test
  void aPrivateImageWithoutAnySecretGetsOne() {
    String shop = scene.namespace("mend-no-secret");
    mends(shop, scene.deployment(shop, scene.image("private/app:1.0")), "CredentialsMissing");
  }

  @Test
  void aSecretOfTheWrongTypeIsMadeAnew() {
    String shop = scene.namespace("mend-type");
    String config =
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
            .formatted(scene.registry.authority(), base64("robot:s3cr3t"));
    genericSecret(shop, "Opaque", config);
    mends(
        shop,
        scene.pod(shop, scene.image("private/app:1.0"), "imagePullSecrets: [{name: regcred}]"),
        "PullSecretWrongType");
  }

  @Test
  void aMalformedSecretIsMadeAnew() {
    String shop = scene.namespace("mend-malformed");
    String config =
        "{\"auths\":{\"%s\":{\"auth\":\"robot:s3cr3t\"}}}".formatted(scene.registry.authority());
    genericSecret(shop, "kubernetes.io/dockerconfigjson", config);
    mends(
        shop,
        scene.pod(shop, scene.image("private/app:1.0"), "imagePullSecrets: [{name: regcred}]"),
        "PullSecretMalformed");
  }

  @Test
  void aSecretForAnotherRegistryIsJoinedByOneForThis() {
    String shop = scene.namespace("mend-other");
    registrySecret(shop, "other", "registry.example.com", "s3cr3t");
    mends(
        shop,
        scene.pod(shop, scene.image("private/app:1.0"), "imagePullSecrets: [{name: other}]"),
        "PullSecretForOtherRegistry");
  }

  @Test
  void aPodIsSentToTheNodesThatItIsBuiltFor() {
    String shop = scene.namespace("mend-platform");
    mends(
        shop,
        scene.pod(shop, scene.image("shop/arm:1.0"), "nodeSelector: {kubernetes.io/arch: amd64}"),
        "NoMatchingPlatform");
    assertThat(get(shop, "pod/web", "{.spec.nodeSelector.kubernetes\\.io/arch}"))
        .isEqualTo("arm64");
  }

  private static void registrySecret(
      String namespace, String name, String server, String password) {
    scene
        .kubectl(
            "create",
            "secret",
            "docker-registry",
            name,
            "-n",
            namespace,
            "--docker-server=" + server,
            "--docker-username=robot",
            "--docker-password=" + password)
        .successfully();
  }

  /// The secret regcred, with a docker config as it is written.
  private static void genericSecret(String namespace, String type, String config) {
    scene
        .kubectl(
            "create",
            "secret",
            "generic",
            "regcred",
            "-n",
            namespace,
            "--type=" + type,
            "--from-literal=.dockerconfigjson=" + config)
        .successfully();
  }

  /// Has the manifest denied, runs what the denial says, and has it admitted.
  ///
  /// @return the denial
  private static String mends(String namespace, String yaml, String reason) {
    Path file = file(namespace, yaml);
    String denied = denied(file);
    assertThat(denied).contains("[" + reason);
    List<String> commands = commands(denied);
    assertThat(commands).as(denied).isNotEmpty();
    run(commands, file);
    boolean applied = commands.stream().anyMatch(it -> it.contains("| kubectl apply"));
    if (!applied) {
      apply(file).successfully();
    }
    return denied;
  }

  private static String denied(Path file) {
    Kubectl.Ran ran = apply(file);
    System.out.println(ran.printed());
    assertThat(ran.code()).as(ran.printed()).isNotZero();
    assertThat(ran.printed()).contains("denied the request: ");
    return ran.printed();
  }

  private static void awaitDenied(Path file, String word) {
    Awaitility.await(word)
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            scene
                .kubectl("apply", "--dry-run=server", "-f", file.toString())
                .printed()
                .contains(word));
  }

  private static List<String> commands(String denied) {
    return denied.lines().map(String::strip).filter(it -> it.startsWith("kubectl ")).toList();
  }

  private static void run(List<String> commands, Path file) {
    for (String command : commands) {
      String line =
          command
              .replace("FILE", file.toString())
              .replace("USER", "robot")
              .replace("PASSWORD", "s3cr3t");
      String printed = scene.installation.kubectl().pasted(line).successfully();
      System.out.println("$ " + line + "\n" + printed);
    }
  }

  private static Kubectl.Ran apply(Path file) {
    return scene.kubectl("apply", "-f", file.toString());
  }

  private static String imageOf(String namespace, String object, String template) {
    return get(namespace, object, "{" + template + ".spec.containers[0].image}");
  }

  private static String get(String namespace, String object, String path) {
    return scene.kubectl("get", object, "-n", namespace, "-o", "jsonpath=" + path).successfully();
  }

  private static Path file(String namespace, String yaml) {
    try {
      return Files.writeString(directory.resolve(namespace + ".yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
