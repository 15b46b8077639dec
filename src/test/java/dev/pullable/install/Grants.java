package dev.pullable.install;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What roles grant, one verb on one resource each.
final class Grants {
  private Grants() {}

  /// Such as `get secrets` and `list runtimeclasses.node.k8s.io`.
  static Set<String> of(Manifests manifests) {
    List<PolicyRule> rules = new ArrayList<>();
    manifests.all(ClusterRole.class).forEach(role -> rules.addAll(role.getRules()));
    manifests.all(Role.class).forEach(role -> rules.addAll(role.getRules()));
    return of(rules);
  }

  static Set<String> of(List<PolicyRule> rules) {
    Set<String> grants = new TreeSet<>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          String suffix = group.isEmpty() ? "" : "." + group;
          rule.getVerbs().forEach(verb -> grants.add(verb + " " + resource + suffix));
        }
      }
    }
    return grants;
  }
}
