package dev.pullable.platform;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The platforms that count for a Pod: those of the Nodes where it may land, and those that an
/// autoscaler may add.
///
/// @param groups the Nodes by platform; none where nothing can be said
/// @param nodes the Nodes where it may land
/// @param selectable by architecture, the platforms of the Nodes where it could land if it selected
///   them by their label `kubernetes.io/arch`, all else unchanged; looked for when asked
public record EligiblePlatforms(
    List<Group> groups, List<Node> nodes, Supplier<Map<String, Set<Platform>>> selectable) {

  public EligiblePlatforms {
    groups = List.copyOf(groups);
    nodes = List.copyOf(nodes);
  }

  /// Platforms beside which none can be selected.
  public EligiblePlatforms(List<Group> groups, List<Node> nodes) {
    this(groups, nodes, Map::of);
  }

  /// Nodes of one platform.
  ///
  /// @param nodes their names; none for a platform from the configuration
  public record Group(Platform platform, List<String> nodes) {
    public Group {
      nodes = List.copyOf(nodes);
    }
  }
}
