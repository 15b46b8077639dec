package dev.pullable.manifest;

import dev.pullable.manifest.ImageEdits.Replacement;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Whether two texts say the same but for values that were to be replaced.
final class SameTrees {
  private final SourceText before;
  private final Map<Integer, Replacement> replacements;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /// @param replacements by the offset in the text before where the old value is written
  SameTrees(SourceText before, Map<Integer, Replacement> replacements) {
    this.before = before;
    this.replacements = replacements;
  }

  /// All scalars of documents, by the offset where they are written.
  static Map<Integer, ScalarNode> scalars(List<Node> roots, SourceText source) {
    Map<Integer, ScalarNode> scalars = new HashMap<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    roots.forEach(root -> collect(root, source, seen, scalars));
    return scalars;
  }

  private static void collect(
      Node node, SourceText source, Set<Node> seen, Map<Integer, ScalarNode> scalars) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case ScalarNode it -> scalars.put(WrittenNode.of(it, source).start(), it);
      case SequenceNode it -> it.getValue().forEach(e -> collect(e, source, seen, scalars));
      case MappingNode it ->
          it.getValue().forEach(member -> collect(member.getValueNode(), source, seen, scalars));
      default -> {}
    }
  }

  boolean same(List<Node> old, List<Node> now) {
    return old.size() == now.size() && pairwise(old, now);
  }

  private boolean pairwise(List<Node> old, List<Node> now) {
    for (int i = 0; i < old.size(); i++) {
      if (!same(old.get(i), now.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean same(Node old, Node now) {
    if (!seen.add(old)) {
      return true;
    }
    return switch (old) {
      case ScalarNode it -> now instanceof ScalarNode other && same(it, other);
      case SequenceNode it ->
          now instanceof SequenceNode other && same(it.getValue(), other.getValue());
      case MappingNode it ->
          now instanceof MappingNode other
              && it.getTag().equals(other.getTag())
              && it.getValue().size() == other.getValue().size()
              && same(keys(it), keys(other))
              && same(values(it), values(other));
      default -> false;
    };
  }

  private boolean same(ScalarNode old, ScalarNode now) {
    Replacement replacement = replacements.get(WrittenNode.of(old, before).start());
    return replacement == null
        ? old.getValue().equals(now.getValue()) && old.getTag().equals(now.getTag())
        : replacement.value().equals(now.getValue());
  }

  private static List<Node> keys(MappingNode mapping) {
    return mapping.getValue().stream().map(NodeTuple::getKeyNode).toList();
  }

  private static List<Node> values(MappingNode mapping) {
    return mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
  }
}
