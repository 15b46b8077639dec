package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    ValidatingWebhook webhook = webhook(overlay(overlay));

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
  void everythingThatPullsIsAskedAboutAndNothingElse() {
    Set<String> resources = new TreeSet<>();
    for (RuleWithOperations rule : webhook(overlay("deny")).getRules()) {
      assertThat(rule.getOperations()).containsExactly("CREATE", "UPDATE");
      assertThat(rule.getScope()).isEqualTo("Namespaced");
      resources.addAll(rule.getResources());
    }

    assertThat(resources)
        .containsExactly(
            "cronjobs",
            "daemonsets",
            "deployments",
            "jobs",
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
    PodSpec pod = pod(manifests);
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
    PodSpec pod = pod(manifests);
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
    assertThat(container.getResources().getRequests()).containsEntry("memory", quantity("256Mi"));
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
  void theRolesGrantThisAndNoMore() {
    Manifests manifests = overlay("deny");

    assertThat(rules(manifests))
        .containsExactlyInAnyOrder(
            "ClusterRole pullable: list nodes",
            "ClusterRole pullable: watch nodes",
            "ClusterRole pullable: list runtimeclasses.node.k8s.io",
            "ClusterRole pullable: watch runtimeclasses.node.k8s.io",
            "ClusterRole pullable-pull-secrets: get secrets",
            "ClusterRole pullable-pull-secrets: get serviceaccounts",
            "ClusterRole pullable-webhook: get"
                + " validatingwebhookconfigurations.admissionregistration.k8s.io [pullable]",
            "ClusterRole pullable-webhook: patch"
                + " validatingwebhookconfigurations.admissionregistration.k8s.io [pullable]",
            "Role pullable: get secrets [pullable-ca]",
            "Role pullable: patch secrets [pullable-ca]",
            "Role pullable: update secrets [pullable-ca]",
            "Role pullable: create secrets");
    assertThat(bindings(manifests))
        .containsExactlyInAnyOrder(
            "pullable", "pullable-pull-secrets", "pullable-webhook", "pullable/pullable");
    assertThat(manifests.only(ServiceAccount.class).getAutomountServiceAccountToken()).isFalse();
  }

  @Test
  void withoutSecretsNoRoleReadsAny() {
    Manifests manifests = with("deny", "secrets-none");

    assertThat(environment(manifests)).containsEntry("PULLABLE_CLUSTER_SECRETS", "none");
    assertThat(rules(manifests)).noneMatch(it -> it.contains("pull-secrets"));
    assertThat(bindings(manifests))
        .containsExactlyInAnyOrder("pullable", "pullable-webhook", "pullable/pullable");
  }

  @Test
  void secretsOfListedNamespacesAreBoundThere() {
    Manifests manifests = with("deny", "secrets-listed");

    Map<String, String> environment = environment(manifests);
    assertThat(environment).containsEntry("PULLABLE_CLUSTER_SECRETS", "listed");
    List<String> expected = new ArrayList<>(List.of("pullable", "pullable-webhook"));
    expected.add("pullable/pullable");
    for (String namespace : environment.get("PULLABLE_CLUSTER_NAMESPACES").split(",", -1)) {
      expected.add(namespace + "/pullable-pull-secrets");
    }
    assertThat(bindings(manifests)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void withCertManagerNothingIsWritten() {
    Manifests manifests = overlay("cert-manager");

    assertThat(environment(manifests))
        .containsEntry("PULLABLE_TLS_MODE", "files")
        .doesNotContainKey("PULLABLE_TLS_WEBHOOKCONFIGURATION");
    assertThat(rules(manifests)).noneMatch(it -> it.matches(".*: (create|patch|update) .*"));
    assertThat(manifests.only(ValidatingWebhookConfiguration.class).getMetadata().getAnnotations())
        .containsEntry("cert-manager.io/inject-ca-from", "pullable/pullable");
    assertThat(pod(manifests).getVolumes())
        .anySatisfy(it -> {
          assertThat(it.getName()).isEqualTo("tls");
          assertThat(it.getSecret().getSecretName()).isEqualTo("pullable-tls");
        });
  }

  @Test
  void newerServersAreAskedLess() {
    Manifests manifests = with("warn", "kubernetes-1.30");

    assertThat(webhook(manifests).getMatchConditions())
        .extracting("name")
        .containsExactly("not-a-mirror-pod", "not-being-deleted");
    assertThat(webhook(manifests).getRules()).isNotEmpty();
    assertThat(
            pod(manifests)
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
    "warn, PULLABLE_POLICY_UNPULLABLE, warn",
    "warn, PULLABLE_POLICY_INCONCLUSIVE, warn",
    "warn, PULLABLE_POLICY_CONCERN, warn",
    "cert-manager, PULLABLE_POLICY_UNPULLABLE, warn",
    "deny, PULLABLE_POLICY_UNPULLABLE, deny"
  })
  void anOverlayDoesWhatItsNameSays(String overlay, String variable, String value) {
    assertThat(environment(overlay(overlay))).containsEntry(variable, value);
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
    assertThat(environment(manifests))
        .containsEntry("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:/etc/pullable/");
    assertThat(pod(manifests).getContainers().getFirst().getVolumeMounts())
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

  private static ValidatingWebhook webhook(Manifests manifests) {
    List<ValidatingWebhook> webhooks =
        manifests.only(ValidatingWebhookConfiguration.class).getWebhooks();
    assertThat(webhooks).hasSize(1);
    return webhooks.getFirst();
  }

  private static PodSpec pod(Manifests manifests) {
    PodSpec pod = manifests.only(Deployment.class).getSpec().getTemplate().getSpec();
    assertThat(pod.getContainers()).hasSize(1);
    return pod;
  }

  private static Map<String, String> environment(Manifests manifests) {
    return pod(manifests).getContainers().getFirst().getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static Quantity quantity(String text) {
    return Quantity.parse(text);
  }

  private static List<String> rules(Manifests manifests) {
    List<String> rules = new ArrayList<>();
    for (ClusterRole role : manifests.all(ClusterRole.class)) {
      role.getRules().forEach(rule -> rules.addAll(rules(role, rule)));
    }
    for (Role role : manifests.all(Role.class)) {
      role.getRules().forEach(rule -> rules.addAll(rules(role, rule)));
    }
    return rules;
  }

  private static List<String> rules(HasMetadata role, PolicyRule rule) {
    String names = rule.getResourceNames().isEmpty() ? "" : " " + rule.getResourceNames();
    return Grants.of(List.of(rule)).stream()
        .map(it -> role.getKind() + " " + role.getMetadata().getName() + ": " + it + names)
        .toList();
  }

  /// The names of all bindings; each binds the role of its own name to the ServiceAccount.
  private static List<String> bindings(Manifests manifests) {
    List<String> bindings = new ArrayList<>();
    for (ClusterRoleBinding binding : manifests.all(ClusterRoleBinding.class)) {
      assertThat(binding.getRoleRef().getName()).isEqualTo(binding.getMetadata().getName());
      assertThat(binding.getSubjects()).extracting("name").containsExactly("pullable");
      bindings.add(binding.getMetadata().getName());
    }
    for (RoleBinding binding : manifests.all(RoleBinding.class)) {
      assertThat(binding.getRoleRef().getName()).isEqualTo(binding.getMetadata().getName());
      assertThat(binding.getSubjects()).extracting("name").containsExactly("pullable");
      bindings.add(binding.getMetadata().getNamespace() + "/" + binding.getMetadata().getName());
    }
    return bindings;
  }
}
