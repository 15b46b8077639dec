package dev.pullable.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds the Nodes where a Pod may land, as the scheduler would filter them, but for what passes: a
/// Pod may wait for a Node to become ready.
public final class NodeEligibility {
  private static final String ARCH = "kubernetes.io/arch";

  private final NodePlatforms nodes;
  private final List<Platform> configured;
  private final boolean autoscaled;

  /// @param configured the platforms that count where no Nodes are known
  /// @param autoscaled whether Nodes of those platforms may be added, so that they always count
  public NodeEligibility(NodePlatforms nodes, List<Platform> configured, boolean autoscaled) {
    this.nodes = nodes;
    this.configured = List.copyOf(configured);
    this.autoscaled = autoscaled;
  }

  /// The platforms that count for a placement.
  public EligiblePlatforms of(Placement placement) {
    Placement merged = withRuntimeClass(placement);
    List<Node> eligible =
        nodes.nodes().stream()
            .filter(node -> NodeFilter.mayLand(merged, node))
            .sorted(Comparator.comparing(Node::name))
            .toList();
    Map<Platform, List<String>> byPlatform = new LinkedHashMap<>();
    for (Node node : eligible) {
      byPlatform.computeIfAbsent(node.platform(), it -> new ArrayList<>()).add(node.name());
    }
    if (eligible.isEmpty() || autoscaled) {
      configured.stream()
          .filter(platform -> NodeFilter.mayHave(merged, platform))
          .forEach(platform -> byPlatform.putIfAbsent(platform, List.of()));
    }
    List<EligiblePlatforms.Group> groups = new ArrayList<>();
    byPlatform.forEach(
        (platform, names) -> groups.add(new EligiblePlatforms.Group(platform, names)));
    return new EligiblePlatforms(groups, eligible, () -> selectable(placement));
  }

  /// By the value of the label, since that is what a Pod selects by; a Node without it cannot be.
  private Map<String, Set<Platform>> selectable(Placement placement) {
    Map<String, Set<Platform>> byArchitecture = new TreeMap<>();
    Map<String, Placement> placements = new HashMap<>();
    for (Node node : nodes.nodes()) {
      String architecture = node.labels().get(ARCH);
      if (architecture != null
          && NodeFilter.mayLand(
              placements.computeIfAbsent(
                  architecture, it -> withRuntimeClass(placement.selecting(ARCH, it))),
              node)) {
        byArchitecture.computeIfAbsent(architecture, it -> new HashSet<>()).add(node.platform());
      }
    }
    return byArchitecture;
  }

  /// For Pods the API server has done so already; doing it again changes nothing.
  private Placement withRuntimeClass(Placement placement) {
    Optional<RuntimeClassScheduling> scheduling =
        placement.runtimeClassName().flatMap(nodes::runtimeClass);
    if (scheduling.isEmpty()) {
      return placement;
    }
    Map<String, String> nodeSelector = new LinkedHashMap<>(placement.nodeSelector());
    nodeSelector.putAll(scheduling.get().nodeSelector());
    List<Toleration> tolerations = new ArrayList<>(placement.tolerations());
    tolerations.addAll(scheduling.get().tolerations());
    return new Placement(
        placement.nodeName(),
        nodeSelector,
        placement.requiredTerms(),
        tolerations,
        placement.runtimeClassName());
  }
}
