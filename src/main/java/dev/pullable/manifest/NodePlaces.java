package dev.pullable.manifest;

import dev.pullable.manifest.LocatedManifest.Places;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The places of an object's members, looked up in its node tree.
record NodePlaces(Node object, SourceText source) implements Places {
  private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d{1,9})]");

  @Override
  public Optional<Place> of(String fieldPath) {
    Optional<Node> node = Optional.of(object);
    Matcher step = STEP.matcher(fieldPath);
    while (node.isPresent() && step.lookingAt()) {
      String name = step.group(1);
      node = node.flatMap(it -> name == null ? element(it, step.group(2)) : member(it, name));
      step.region(step.end(), fieldPath.length());
    }
    return step.regionStart() == fieldPath.length()
        ? node.map(it -> WrittenNode.of(it, source).in(source))
        : Optional.empty();
  }

  static Optional<Node> member(Node node, String name) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(it -> it.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
            .map(it -> it.getValueNode())
            .reduce((_, last) -> last)
        : Optional.empty();
  }

  private static Optional<Node> element(Node node, String index) {
    int i = Integer.parseInt(index);
    return node instanceof SequenceNode list && i < list.getValue().size()
        ? Optional.of(list.getValue().get(i))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "NodePlaces";
  }
}
