package dev.pullable.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The scheduler's filters (kube-scheduler: NodeName, NodeAffinity, TaintToleration).
final class NodeFilter {
  private static final List<String> OS = List.of("kubernetes.io/os", "beta.kubernetes.io/os");
  private static final List<String> ARCH = List.of("kubernetes.io/arch", "beta.kubernetes.io/arch");

  /// Taints that come and go with a Node's condition: a Pod may land once they are gone.
  private static final Set<String> TRANSIENT =
      Set.of(
          "node.kubernetes.io/not-ready",
          "node.kubernetes.io/unreachable",
          "node.kubernetes.io/unschedulable",
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/pid-pressure",
          "node.kubernetes.io/network-unavailable",
          "node.kubernetes.io/out-of-service",
          "node.cloudprovider.kubernetes.io/uninitialized",
          "node.cloudprovider.kubernetes.io/shutdown");

  private NodeFilter() {}

  static boolean mayLand(Placement placement, Node node) {
    Optional<String> bound = placement.nodeName();
    // A bound Pod is not scheduled; the kubelet itself still checks selector and affinity.
    boolean named = bound.isEmpty() || bound.get().equals(node.name());
    return named
        && hasLabels(node.labels(), placement.nodeSelector())
        && placement.requiredTerms().map(terms -> anyTerm(terms, node)).orElse(true)
        && node.taints().stream().allMatch(taint -> passes(taint, placement, bound.isPresent()));
  }

  /// Whether a Node of a platform that is not there yet could be one for the placement, as far as
  /// the well-known labels tell.
  static boolean mayHave(Placement placement, Platform platform) {
    Map<String, String> labels = new LinkedHashMap<>();
    OS.forEach(label -> labels.put(label, platform.os()));
    ARCH.forEach(label -> labels.put(label, platform.architecture()));
    Map<String, String> wanted = new LinkedHashMap<>(placement.nodeSelector());
    wanted.keySet().retainAll(labels.keySet());
    return hasLabels(labels, wanted)
        && placement
            .requiredTerms()
            .map(terms -> terms.stream().anyMatch(term -> mayHold(term, labels)))
            .orElse(true);
  }

  private static boolean mayHold(NodeSelectorTerm term, Map<String, String> labels) {
    return !isEmpty(term)
        && term.matchExpressions().stream()
            .filter(it -> labels.containsKey(it.key()))
            .allMatch(it -> holds(it, Optional.ofNullable(labels.get(it.key()))));
  }

  private static boolean hasLabels(Map<String, String> labels, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
  }

  private static boolean anyTerm(List<NodeSelectorTerm> terms, Node node) {
    return terms.stream().anyMatch(term -> holds(term, node));
  }

  private static boolean holds(NodeSelectorTerm term, Node node) {
    return !isEmpty(term)
        && term.matchExpressions().stream()
            .allMatch(it -> holds(it, Optional.ofNullable(node.labels().get(it.key()))))
        && term.matchFields().stream().allMatch(it -> holds(it, field(it.key(), node)));
  }

  /// kube-scheduler: a term without requirements matches no Node.
  private static boolean isEmpty(NodeSelectorTerm term) {
    return term.matchExpressions().isEmpty() && term.matchFields().isEmpty();
  }

  private static Optional<String> field(String key, Node node) {
    return key.equals("metadata.name") ? Optional.of(node.name()) : Optional.empty();
  }

  private static boolean holds(NodeSelectorRequirement requirement, Optional<String> value) {
    List<String> values = requirement.values();
    return switch (requirement.operator()) {
      case "In" -> value.isPresent() && values.contains(value.get());
      case "NotIn" -> value.isEmpty() || !values.contains(value.get());
      case "Exists" -> value.isPresent();
      case "DoesNotExist" -> value.isEmpty();
      case "Gt" -> compares(value, values, 1);
      case "Lt" -> compares(value, values, -1);
      // The API server lets no other in.
      default -> true;
    };
  }

  private static boolean compares(Optional<String> value, List<String> values, int sign) {
    if (value.isEmpty() || values.size() != 1) {
      return false;
    }
    try {
      return Integer.signum(
              Long.compare(Long.parseLong(value.get()), Long.parseLong(values.getFirst())))
          == sign;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// @param bound whether the Pod is bound already: the kubelet minds NoExecute taints only
  private static boolean passes(Taint taint, Placement placement, boolean bound) {
    boolean keepsOut =
        taint.effect().equals("NoExecute") || (taint.effect().equals("NoSchedule") && !bound);
    return !keepsOut
        || TRANSIENT.contains(taint.key())
        || placement.tolerations().stream().anyMatch(it -> tolerates(it, taint));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
      return false;
    }
    if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
      return false;
    }
    return switch (toleration.operator()) {
      case "Exists" -> true;
      case "", "Equal" -> toleration.value().equals(taint.value());
      // A newer operator: doubt is not a reason to leave a Node out.
      default -> true;
    };
  }
}
