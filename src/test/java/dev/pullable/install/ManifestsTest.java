package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What must hold of the manifests however they are put together, as `kubectl kustomize` renders
/// them.
class ManifestsTest {
  private static final Path MANIFESTS = Path.of("manifests");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"warn", "deny", "cert-manager"})
  void nothingGoesWithoutAnAnswerButEverythingIsAsked(String overlay) {
    ValidatingWebhook webhook = overlay(overlay).webhook();

    assertThat(webhook.getName()).isEqualTo("images.pullable.dev");
    assertThat(webhook.getFailurePolicy()).isEqualTo("Ignore");
    assertThat(webhook.getTimeoutSeconds()).isEqualTo(5);
    assertThat(webhook.getMatchPolicy()).isEqualTo("Equivalent");
    assertThat(webhook.getSideEffects()).isEqualTo("None");
    assertThat(webhook.getAdmissionReviewVersions()).containsExactly("v1");
    assertThat(webhook.getClientConfig().getCaBundle()).isNull();
    assertThat(webhook.getClientConfig().getService().getPath()).isEqualTo("/validate");
    assertThat(webhook.getMatchConditions()).isEmpty();
    assertThat(webhook.getNamespaceSelector().getMatchExpressions())
        .anySatisfy(it -> {
          assertThat(it.getKey()).isEqualTo("kubernetes.io/metadata.name");
          assertThat(it.getOperator()).isEqualTo("NotIn");
          assertThat(it.getValues()).containsExactly("kube-system", "pullable");
        });
  }

  @Test
  void everythingThatPullsIsAskedAboutAndNamespacesAndNothingElse() {
    Set<String> resources = new TreeSet<>();
    for (RuleWithOperations rule : overlay("deny").webhook().getRules()) {
      assertThat(rule.getOperations()).containsExactly("CREATE", "UPDATE");
      assertThat(rule.getScope())
          .isEqualTo(rule.getResources().contains("namespaces") ? "Cluster" : "Namespaced");
      resources.addAll(rule.getResources());
    }

    assertThat(resources)
        .containsExactly(
            "cronjobs",
            "daemonsets",
            "deployments",
            "jobs",
            "namespaces",
            "pods",
            "pods/ephemeralcontainers",
            "podtemplates",
            "replicasets",
            "replicationcontrollers",
            "statefulsets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "deny", "cert-manager"})
  void thePodsAreRestricted(String overlay) {
    Manifests manifests = overlay(overlay);
    PodSpec pod = manifests.pod();
    Container container = pod.getContainers().getFirst();

    assertThat(manifests.only(Namespace.class).getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
        .containsEntry("kubernetes.io/metadata.name", "pullable");
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    assertThat(pod.getHostNetwork()).isNull();
  }

  @Test
  void itStaysUp() {
    Manifests manifests = overlay("deny");
    var spec = manifests.only(Deployment.class).getSpec();
    PodSpec pod = manifests.pod();
    Container container = pod.getContainers().getFirst();

    assertThat(spec.getReplicas()).isEqualTo(2);
    assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getValue()).isEqualTo(0);
    assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge().getValue()).isEqualTo(1);
    assertThat(pod.getTopologySpreadConstraints())
        .extracting("topologyKey")
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(45);
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(container.getResources().getRequests()).containsEntry("memory", quantity("384Mi"));
    assertThat(container.getResources().getLimits()).isEqualTo(Map.of("memory", quantity("512Mi")));
    assertThat(
            List.of(
                container.getStartupProbe().getHttpGet(),
                container.getLivenessProbe().getHttpGet(),
                container.getReadinessProbe().getHttpGet()))
        .extracting(it -> it.getPort().getStrVal() + it.getPath())
        .containsExactly(
            "management/actuator/health/liveness",
            "management/actuator/health/liveness",
            "management/actuator/health/readiness");
    assertThat(container.getPorts())
        .extracting(it -> it.getName() + " " + it.getContainerPort())
        .containsExactly("https 8443", "management 8081");
  }

  @Test
  void theServiceLeadsToTheWebhookAlone() {
    Service service = overlay("deny").only(Service.class);

    assertThat(service.getSpec().getPorts())
        .singleElement()
        .satisfies(port -> {
          assertThat(port.getPort()).isEqualTo(443);
          assertThat(port.getTargetPort().getStrVal()).isEqualTo("https");
        });
    assertThat(service.getSpec().getSelector())
        .isEqualTo(overlay("deny").only(Deployment.class).getSpec().getSelector().getMatchLabels());
  }

  @Test
  void theMetadataServersOfCloudsAreOutOfReach() {
    var policy = overlay("deny").only(NetworkPolicy.class).getSpec();

    assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getIngress().getFirst().getPorts())
        .extracting(it -> it.getPort().getIntVal())
        .containsExactly(8443, 8081);
    assertThat(policy.getEgress().getLast().getTo())
        .extracting(it -> it.getIpBlock().getCidr() + " except " + it.getIpBlock().getExcept())
        .containsExactly(
            "0.0.0.0/0 except [169.254.169.254/32]", "::/0 except [fd00:ec2::254/128]");
  }

  @Test
  void withCertManagerNothingIsWritten() {
    Manifests manifests = overlay("cert-manager");

    assertThat(manifests.environment())
        .containsEntry("PULLABLE_TLS_MODE", "files")
        .doesNotContainKey("PULLABLE_TLS_WEBHOOKCONFIGURATION");
    assertThat(Grants.of(manifests)).noneMatch(it -> it.matches("(create|patch|update) .*"));
    assertThat(manifests.only(ValidatingWebhookConfiguration.class).getMetadata().getAnnotations())
        .containsEntry("cert-manager.io/inject-ca-from", "pullable/pullable");
    assertThat(manifests.pod().getVolumes())
        .anySatisfy(it -> {
          assertThat(it.getName()).isEqualTo("tls");
          assertThat(it.getSecret().getSecretName()).isEqualTo("pullable-tls");
        });
  }

  @Test
  void newerServersAreAskedLess() {
    Manifests manifests = with("warn", "kubernetes-1.30");

    assertThat(manifests.webhook().getMatchConditions())
        .extracting("name")
        .containsExactly("not-a-mirror-pod", "not-being-deleted");
    assertThat(manifests.webhook().getRules()).isNotEmpty();
    assertThat(
            manifests
                .pod()
                .getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds())
        .isEqualTo(5);
    assertThat(manifests.only(PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntVal())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "warn, PULLABLE_POLICY_ENFORCE, off",
    "cert-manager, PULLABLE_POLICY_ENFORCE, off",
    "deny, PULLABLE_POLICY_ENFORCE, pullable",
    "warn, PULLABLE_POLICY_CONFIGMAP, pullable-policy",
    "deny, PULLABLE_POLICY_CONFIGMAP, pullable-policy"
  })
  void anOverlayDoesWhatItsNameSays(String overlay, String variable, String value) {
    assertThat(overlay(overlay).environment()).containsEntry(variable, value);
  }

  @Test
  void noVersionIsAskedForThatKubernetesOneTwentyLacks() {
    for (String overlay : List.of("warn", "deny")) {
      assertThat(overlay(overlay).objects())
          .extracting(HasMetadata::getApiVersion)
          .containsOnly(
              "v1",
              "apps/v1",
              "rbac.authorization.k8s.io/v1",
              "networking.k8s.io/v1",
              "admissionregistration.k8s.io/v1");
    }
  }

  @Test
  void theConfigMapIsRead() {
    Manifests manifests = overlay("deny");

    assertThat(manifests.only(ConfigMap.class).getData()).containsOnlyKeys("application.yaml");
    assertThat(manifests.environment())
        .containsEntry("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:/etc/pullable/");
    assertThat(manifests.pod().getContainers().getFirst().getVolumeMounts())
        .extracting("mountPath")
        .contains("/etc/pullable");
  }

  static Stream<Path> objects() throws IOException {
    try (Stream<Path> files = Files.walk(MANIFESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith(MANIFESTS.resolve("samples")))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void aFileHoldsOneObjectOfTheKindItIsNamedFor(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(text).doesNotContain("\n---");
    assertThat(text.lines().filter(line -> line.startsWith("kind: ")))
        .containsExactly(
            "kind: " + file.getFileName().toString().replaceFirst("(-.*)?\\.yaml", ""));
    assertThat(Files.readString(file.resolveSibling("kustomization.yaml")))
        .contains(file.getFileName().toString());
  }

  private static Manifests overlay(String name) {
    return Manifests.rendered(Manifests.OVERLAYS.resolve(name));
  }

  private Manifests with(String overlay, String component) {
    return Manifests.rendered(directory, overlay, component);
  }

  private static Quantity quantity(String text) {
    return Quantity.parse(text);
  }
}
