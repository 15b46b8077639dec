package dev.pullable.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Images that are written so that kubectl reads a number or a boolean, which the API server then
/// refuses for an image.
final class QuotesMissing {
  static final String PROBLEM =
      "kubectl reads this image as a number or a boolean: write it in quotes";

  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  /// What go-yaml v2 does not take for a string (resolve.go); it leaves out underscores first.
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+"
              + "|(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))"
              + "|\\.(nan|NaN|NAN)");

  private static final Pattern BOOLEAN =
      Pattern.compile(
          "y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"
              + "|true|True|TRUE|false|False|FALSE");

  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Node> found = new ArrayList<>();

  private QuotesMissing() {}

  /// Such images anywhere in an object.
  static List<Node> in(Node object) {
    QuotesMissing search = new QuotesMissing();
    search.search(object);
    return search.found;
  }

  private void search(Node node) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::search);
    } else if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::search);
    }
  }

  private void search(NodeTuple member) {
    if (member.getKeyNode() instanceof ScalarNode key
        && member.getValueNode() instanceof SequenceNode list) {
      if (CONTAINERS.contains(key.getValue())) {
        list.getValue().forEach(it -> check(NodePlaces.member(it, "image")));
      } else if (key.getValue().equals("volumes")) {
        list.getValue()
            .forEach(it ->
                check(
                    NodePlaces.member(it, "image")
                        .flatMap(image -> NodePlaces.member(image, "reference"))));
      }
    }
    search(member.getValueNode());
  }

  private void check(Optional<Node> image) {
    if (image.orElse(null) instanceof ScalarNode scalar
        && scalar.isPlain()
        && isNoString(scalar.getValue())
        && seen.add(scalar)) {
      found.add(scalar);
    }
  }

  static boolean isNoString(String plain) {
    return BOOLEAN.matcher(plain).matches()
        || (!plain.startsWith("_") && NUMBER.matcher(plain.replace("_", "")).matches());
  }
}
