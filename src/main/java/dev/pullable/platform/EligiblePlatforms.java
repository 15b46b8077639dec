package dev.pullable.platform;

import java.util.List;

/// The platforms that count for a Pod: those of the Nodes where it may land, and those that an
/// autoscaler may add.
///
/// @param groups the Nodes by platform; none where nothing can be said
/// @param nodes the Nodes where it may land
public record EligiblePlatforms(List<Group> groups, List<Node> nodes) {

  public EligiblePlatforms {
    groups = List.copyOf(groups);
    nodes = List.copyOf(nodes);
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
