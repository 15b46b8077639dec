package dev.pullable.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The merge keys `<<` of a document, written out as go-yaml v2 does, which kubectl reads with: the
/// members of a mapping are set one after the other, merged ones where the merge key stands, and of
/// several the last counts; in a list of mappings the first does (go-yaml: decode.go, mapping and
/// merge).
final class MergeKeys {
  private static final String MERGE = "<<";

  private final Set<Node> begun = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private int left;

  /// @param most how many members may be merged, all mappings of a document together
  MergeKeys(int most) {
    left = most;
  }

  /// Takes a stack no deeper than the text is nested: an alias is of what was written out before,
  /// or of what is being written out.
  void writeOut(Node node) {
    if (!begun.add(node)) {
      return;
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::writeOut);
    } else if (node instanceof MappingNode mapping) {
      writeOut(mapping);
    }
    done.add(node);
  }

  private void writeOut(MappingNode mapping) {
    for (NodeTuple member : mapping.getValue()) {
      writeOut(member.getKeyNode());
      writeOut(member.getValueNode());
    }
    Map<Object, NodeTuple> members = new LinkedHashMap<>();
    for (NodeTuple member : mapping.getValue()) {
      if (isMerge(member.getKeyNode())) {
        merge(members, member.getValueNode());
      } else {
        put(members, member);
      }
    }
    mapping.setValue(new ArrayList<>(members.values()));
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals(MERGE);
  }

  private void merge(Map<Object, NodeTuple> members, Node value) {
    List<Node> mappings = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (Node it : mappings.reversed()) {
      if (!(it instanceof MappingNode mapping) || !done.contains(it)) {
        throw new YamlEngineException("a merge key has a value that is no mapping before it");
      }
      left -= mapping.getValue().size();
      if (left < 0) {
        throw new YamlEngineException("it is too large once its merge keys are written out");
      }
      mapping.getValue().forEach(member -> put(members, member));
    }
  }

  /// A list or mapping as a key is like no other.
  private static void put(Map<Object, NodeTuple> members, NodeTuple member) {
    Node key = member.getKeyNode();
    members.put(key instanceof ScalarNode scalar ? scalar.getValue() : key, member);
  }
}
