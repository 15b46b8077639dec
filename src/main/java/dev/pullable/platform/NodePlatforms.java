package dev.pullable.platform;

import java.util.List;
import java.util.Optional;

/// Which Nodes the cluster has, as last seen. Answers at once, from memory.
public interface NodePlatforms {
  /// A cluster of which nothing is known.
  NodePlatforms NONE =
      new NodePlatforms() {
        @Override
        public List<Node> nodes() {
          return List.of();
        }

        @Override
        public Optional<RuntimeClassScheduling> runtimeClass(String name) {
          return Optional.empty();
        }
      };

  /// All Nodes; empty where none are known (yet).
  List<Node> nodes();

  /// The scheduling of a RuntimeClass; empty where there is no such class or it has none.
  Optional<RuntimeClassScheduling> runtimeClass(String name);
}
