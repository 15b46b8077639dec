package dev.pullable.install;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.testregistry.TestImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What kubectl prints where `manifests/overlays/deny` is installed.
class ClusterIT {
  private static final String DENIED =
      "admission webhook \"images.pullable.dev\" denied the request: ";

  @TempDir private static Path directory;
  private static Scene scene;

  @BeforeAll
  static void install() throws Exception {
    scene = Scene.of(directory, "deny");
  }

  @AfterAll
  static void uninstall() {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void aPodWhoseTagIsMissingIsDenied() {
    String shop = scene.namespace("it-pod");

    assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.O"))))
        .startsWith(
            "Error from server (Forbidden): error when creating \"STDIN\": "
                + DENIED
                + missingTag("spec.containers[0].image"));
    assertThat(scene.kubectl("get", "pods", "-n", shop).printed()).contains("No resources found");
    assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.0"))))
        .isEqualTo("pod/web created\n");
  }

  @Test
  void aDeploymentWhoseTagIsMissingIsDenied() {
    String shop = scene.namespace("it-deployment");

    assertThat(scene.create(scene.deployment(shop, scene.image("shop/web:1.O"))))
        .startsWith(
            "Error from server (Forbidden): error when creating \"STDIN\": "
                + DENIED
                + missingTag("spec.template.spec.containers[0].image"));
  }

  @Test
  void anUnreachableRegistryIsAWarning() {
    String shop = scene.namespace("it-unreachable");

    assertThat(scene.create(scene.pod(shop, "127.0.0.1:1/shop/web:1.0")))
        .isEqualTo(
            "Warning: spec.containers[0].image: \"127.0.0.1:1/shop/web:1.0\" could not be checked:"
                + " host 127.0.0.1:1 refuses the connection [ConnectionRefused]\n"
                + "pod/web created\n");
  }

  @Test
  void aDryRunIsReviewedAsWell() {
    String shop = scene.namespace("it-dry-run");

    assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.O")), "--dry-run=server"))
        .startsWith(
            "Error from server (Forbidden): error when creating \"STDIN\": "
                + DENIED
                + missingTag("spec.containers[0].image"));
    assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.0")), "--dry-run=server"))
        .isEqualTo("pod/web created (server dry run)\n");
    assertThat(scene.kubectl("get", "pods", "-n", shop).printed()).contains("No resources found");
  }

  @Test
  void aNewImageIsReviewedAndAScaledDeploymentIsLeftAlone() {
    String shop = scene.namespace("it-update");
    scene.registry.push("shop/gone", "1.0", TestImages.image("linux", "amd64"));
    scene.create(scene.deployment(shop, scene.image("shop/gone:1.0")));
    scene.registry.delete("shop/gone");

    assertThat(scene.kubectl("scale", "deployment/web", "-n", shop, "--replicas=3").printed())
        .isEqualTo("deployment.apps/web scaled\n");
    assertThat(scene.kubectl("label", "deployment/web", "-n", shop, "a=b").printed())
        .isEqualTo("deployment.apps/web labeled\n");
    assertThat(setImage(shop, "shop/web:1.O"))
        .startsWith(
            "error: failed to patch image update to pod template: "
                + DENIED
                + missingTag("spec.template.spec.containers[0].image"));
    assertThat(setImage(shop, "shop/web:1.1")).isEqualTo("deployment.apps/web image updated\n");
  }

  @Test
  void thePodsOfAReplicaSetThatAreDeniedAreToldInItsEvents() {
    String shop = scene.namespace("it-replicaset");
    scene.registry.push("shop/fleeting", "1.0", TestImages.image("linux", "amd64"));
    scene.create(scene.deployment(shop, scene.image("shop/fleeting:1.0")));
    await("the first Pod").until(() -> pods(shop), it -> it.lines().count() == 1);
    scene.registry.delete("shop/fleeting");

    scene.kubectl("scale", "deployment/web", "-n", shop, "--replicas=2").successfully();

    String image = scene.image("shop/fleeting:1.0");
    await("the event")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    scene
                        .kubectl(
                            "get", "events", "-n", shop, "--field-selector=reason=FailedCreate")
                        .printed())
                .contains(
                    "Error creating: "
                        + DENIED
                        + "spec.containers[0].image: \""
                        + image
                        + "\" cannot be pulled: "));
    assertThat(pods(shop).lines()).hasSize(1);
  }

  @Test
  void aPrivateImageIsAdmittedWithTheSecretOfThePod() {
    String shop = scene.namespace("it-pod-secret");
    scene.pullSecret(shop);
    String image = scene.image("private/app:1.0");

    assertThat(scene.create(scene.pod(shop, image, "imagePullSecrets: [{name: regcred}]")))
        .isEqualTo("pod/web created\n");
  }

  @Test
  void aPrivateImageIsAdmittedWithTheSecretOfTheServiceAccount() {
    String shop = scene.namespace("it-account-secret");
    scene.pullSecret(shop);
    String image = scene.image("private/app:1.0");
    assertThat(scene.create(scene.deployment(shop, image)))
        .startsWith("Error from server (Forbidden)")
        .contains("it is private or does not exist, and no pull secret applies");
    scene
        .kubectl(
            "patch",
            "serviceaccount",
            "default",
            "-n",
            shop,
            "-p",
            "{\"imagePullSecrets\": [{\"name\": \"regcred\"}]}")
        .successfully();

    assertThat(scene.create(scene.deployment(shop, image)))
        .isEqualTo("deployment.apps/web created\n");
    // kube-apiserver's own copy of the ServiceAccount may be a moment behind.
    await("the Pod")
        .atMost(Duration.ofSeconds(60))
        .until(() -> pods(shop), it -> it.lines().count() == 1);
  }

  @Test
  void aPrivateImageIsDeniedWithTheSecretInTheWrongNamespace() {
    String other = scene.namespace("it-secret-elsewhere");
    scene.pullSecret(other);
    String shop = scene.namespace("it-no-secret");
    String image = scene.image("private/app:1.0");

    assertThat(scene.create(scene.pod(shop, image, "imagePullSecrets: [{name: regcred}]")))
        .isEqualTo(
            "Error from server (Forbidden): error when creating \"STDIN\": "
                + DENIED
                + """
                spec.containers[0].image: "%s" cannot be pulled: there is no Secret regcred in namespace it-no-secret, and %s wants credentials [PullSecretNotFound]
                  without credentials: was refused (401)
                  A Secret of another namespace does not count.
                  kubectl create secret docker-registry regcred -n it-no-secret --docker-server=%s --docker-username=USER --docker-password=PASSWORD
                Read on: docs/reasons.md#pullsecretnotfound
                """
                    .formatted(image, scene.registry.authority(), scene.registry.authority()));
  }

  @Test
  void anImageForOtherNodesIsDenied() {
    String shop = scene.namespace("it-arm");
    String image = scene.image("shop/arm:1.0");

    assertThat(scene.create(scene.pod(shop, image)))
        .isEqualTo(
            "Error from server (Forbidden): error when creating \"STDIN\": "
                + DENIED
                + """
                spec.containers[0].image: "%s" cannot be pulled: it is not built for linux/amd64 (the only eligible node); it is there for linux/arm64 [NoMatchingPlatform]
                  docker buildx build --platform linux/amd64 -t %s --push .
                Read on: docs/reasons.md#nomatchingplatform
                """
                    .formatted(image, image));
  }

  @Test
  void everythingIsAdmittedWhileTheWebhookIsDown() throws Exception {
    String shop = scene.namespace("it-down");
    scene.installation.stop();
    try {
      assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.O"))))
          .isEqualTo("pod/web created\n");
    } finally {
      scene.installation.start();
    }
  }

  @Test
  void aNamespaceThatIsBeingDeletedGoesAway() {
    String shop = scene.namespace("it-leaving");
    scene.create(scene.pod(shop, scene.image("shop/web:1.0")));
    finalizers(shop, "[\"example.com/hold\"]");
    scene.kubectl("delete", "namespace", shop, "--wait=false").successfully();
    await("its end to begin")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            !scene
                .kubectl(
                    "get", "pod", "web", "-n", shop, "-o", "jsonpath={.metadata.deletionTimestamp}")
                .printed()
                .isEmpty());

    assertThat(
            scene
                .kubectl(
                    "set", "image", "pod/web", "-n", shop, "web=" + scene.image("shop/web:1.O"))
                .printed())
        .isEqualTo("pod/web image updated\n");
    assertThat(finalizers(shop, "null")).isEqualTo("pod/web patched\n");
    scene.kubectl("delete", "pod", "web", "-n", shop, "--force", "--grace-period=0");
    await("its end")
        .atMost(Duration.ofSeconds(60))
        .until(() -> scene.kubectl("get", "namespace", shop).printed().contains("NotFound"));
  }

  @Test
  void nothingIsForbiddenAndEveryGrantIsUsed() {
    String shop = scene.namespace("it-rbac");
    scene.pullSecret(shop);
    String image = scene.image("private/app:1.0");
    assertThat(scene.create(scene.pod(shop, image, "imagePullSecrets: [{name: regcred}]")))
        .isEqualTo("pod/web created\n");
    assertThat(scene.create(scene.deployment(shop, image))).contains("[CredentialsMissing]");

    spoilTheCa();

    List<ApiCall> calls = scene.installation.calls();
    assertThat(calls).noneMatch(call -> call.status() == 401 || call.status() == 403);
    Set<String> used = calls.stream().map(ApiCall::grant).collect(toSet());
    Set<String> granted = Grants.of(scene.installation.manifests());
    assertThat(granted).containsAll(used);
    granted.removeAll(used);
    assertThat(granted).as("granted and never used").isEmpty();
  }

  /// What nobody can read is replaced, and callers are told of it.
  private static void spoilTheCa() {
    scene
        .kubectl(
            "patch",
            "secret",
            "pullable-ca",
            "--namespace=pullable",
            "--patch={\"data\":{\"tls.key\":\"c3BvaWx0\"}}")
        .successfully();
    await("its replacement")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            scene.installation.calls().stream()
                .anyMatch(call -> call.grant().equals("patch secrets")));
    scene.installation.awaitArmed();
  }

  @Test
  void aMirrorPodIsAdmitted() {
    String shop = scene.namespace("it-mirror");
    String pod =
        scene
            .pod(shop, scene.image("shop/web:1.O"), "nodeName: pullable-it-amd64")
            .replace("metadata: {", "metadata: {annotations: {kubernetes.io/config.mirror: x}, ");

    assertThat(scene.create(pod)).isEqualTo("pod/web created\n");
  }

  @Test
  void whatPullableItselfPullsIsNotReviewed() {
    assertThat(scene.create(bad("pullable"), "--dry-run=server"))
        .isEqualTo("pod/web created (server dry run)\n");
  }

  @Test
  void namespacesThatAreLeftOutAreNotReviewed() {
    String shop = scene.namespace("it-ignored");
    assertThat(scene.create(bad(shop), "--dry-run=server")).contains("[TagNotFound]");
    scene.kubectl("label", "namespace", shop, "pullable.dev/ignore=").successfully();
    assertNotReviewed(shop);

    // Kubernetes sets it itself from 1.21 on.
    String printed =
        scene
            .kubectl("label", "namespace", "kube-system", "kubernetes.io/metadata.name=kube-system")
            .printed();
    assertNotReviewed("kube-system");
    if (!printed.contains("not labeled")) {
      scene.kubectl("label", "namespace", "kube-system", "kubernetes.io/metadata.name-");
    }
  }

  @Test
  void anUpgradeLeavesTheWebhookArmed() {
    String shop = scene.namespace("it-upgrade");

    assertThat(scene.installation.apply())
        .contains("validatingwebhookconfiguration.admissionregistration.k8s.io/pullable unchanged");
    assertThat(scene.create(bad(shop), "--dry-run=server")).contains("[TagNotFound]");
  }

  /// Of a changed label kube-apiserver knows a moment later.
  private static void assertNotReviewed(String namespace) {
    await("the label")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(scene.create(bad(namespace), "--dry-run=server"))
                .isEqualTo("pod/web created (server dry run)\n"));
  }

  private static String bad(String namespace) {
    return scene.pod(namespace, scene.image("shop/web:1.O"));
  }

  private static String setImage(String namespace, String image) {
    return scene
        .kubectl("set", "image", "deployment/web", "-n", namespace, "web=" + scene.image(image))
        .printed();
  }

  private static String finalizers(String namespace, String value) {
    return scene
        .kubectl(
            "patch",
            "pod",
            "web",
            "-n",
            namespace,
            "--type=merge",
            "-p",
            "{\"metadata\": {\"finalizers\": " + value + "}}")
        .printed();
  }

  private static String pods(String namespace) {
    return scene.kubectl("get", "pods", "-n", namespace, "-o", "name").successfully();
  }

  private static String missingTag(String field) {
    String repository = scene.image("shop/web");
    return "%s: \"%s:1.O\" cannot be pulled: %s has no tag \"1.O\" [TagNotFound]\n  kubectl set image "
        .formatted(field, repository, repository);
  }
}
