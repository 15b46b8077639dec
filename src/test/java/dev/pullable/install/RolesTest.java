package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the manifests let Pullable do. That nothing of it is missing, and all of it is used, is
/// found out by [ClusterIT].
class RolesTest {
  @TempDir private Path directory;

  @Test
  void theRolesGrantThisAndNoMore() {
    Manifests manifests = Manifests.rendered(Manifests.OVERLAYS.resolve("deny"));

    assertThat(rules(manifests))
        .containsExactlyInAnyOrder(
            "ClusterRole pullable: list nodes",
            "ClusterRole pullable: watch nodes",
            "ClusterRole pullable: list namespaces",
            "ClusterRole pullable: watch namespaces",
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
            "Role pullable: create secrets",
            "Role pullable-policy: list configmaps [pullable-policy]",
            "Role pullable-policy: watch configmaps [pullable-policy]");
    assertThat(bindings(manifests))
        .containsExactlyInAnyOrder(
            "pullable",
            "pullable-pull-secrets",
            "pullable-webhook",
            "pullable/pullable",
            "pullable/pullable-policy");
    assertThat(manifests.only(ServiceAccount.class).getAutomountServiceAccountToken()).isFalse();
  }

  @Test
  void theAuditNeedsThisBesides() {
    List<String> without = rules(Manifests.rendered(Manifests.OVERLAYS.resolve("warn")));
    Manifests manifests = Manifests.rendered(directory, "warn", "audit");
    List<String> more = new ArrayList<>(rules(manifests));
    more.removeAll(without);

    assertThat(more)
        .containsExactlyInAnyOrder(
            "ClusterRole pullable-audit: list pods",
            "ClusterRole pullable-audit: list cronjobs.batch",
            "ClusterRole pullable-audit: get replicasets.apps",
            "ClusterRole pullable-audit: get jobs.batch",
            "ClusterRole pullable-audit: create events",
            "ClusterRole pullable-audit: get events",
            "ClusterRole pullable-audit: patch events",
            "ClusterRole pullable-audit: list policyreports.wgpolicyk8s.io",
            "ClusterRole pullable-audit: create policyreports.wgpolicyk8s.io",
            "ClusterRole pullable-audit: patch policyreports.wgpolicyk8s.io [pullable-audit]",
            "ClusterRole pullable-audit: delete policyreports.wgpolicyk8s.io [pullable-audit]",
            "Role pullable-audit: get leases.coordination.k8s.io [pullable-audit]",
            "Role pullable-audit: patch leases.coordination.k8s.io [pullable-audit]",
            "Role pullable-audit: create leases.coordination.k8s.io");
    assertThat(bindings(manifests)).contains("pullable-audit", "pullable/pullable-audit");
    assertThat(manifests.environment()).containsEntry("PULLABLE_AUDIT_ENABLED", "true");
  }

  @Test
  void withoutSecretsNoRoleReadsAny() {
    Manifests manifests = Manifests.rendered(directory, "deny", "secrets-none");

    assertThat(manifests.environment()).containsEntry("PULLABLE_CLUSTER_SECRETS", "none");
    assertThat(rules(manifests)).noneMatch(it -> it.contains("pull-secrets"));
    assertThat(bindings(manifests))
        .containsExactlyInAnyOrder(
            "pullable", "pullable-webhook", "pullable/pullable", "pullable/pullable-policy");
  }

  @Test
  void secretsOfListedNamespacesAreBoundThere() {
    Manifests manifests = Manifests.rendered(directory, "deny", "secrets-listed");

    Map<String, String> environment = manifests.environment();
    assertThat(environment).containsEntry("PULLABLE_CLUSTER_SECRETS", "listed");
    List<String> expected = new ArrayList<>(List.of("pullable", "pullable-webhook"));
    expected.addAll(List.of("pullable/pullable", "pullable/pullable-policy"));
    for (String namespace : environment.get("PULLABLE_CLUSTER_NAMESPACES").split(",", -1)) {
      expected.add(namespace + "/pullable-pull-secrets");
    }
    assertThat(bindings(manifests)).containsExactlyInAnyOrderElementsOf(expected);
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
