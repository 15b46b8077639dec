package dev.pullable.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/// Members of a JSON object as Go's encoding/json finds them: names are compared without regard to
/// case, and of several the last counts.
final class GoJson {
  /// No media type and no name of a platform is longer, and what a registry sends is kept.
  private static final int LONGEST_TEXT = 255;

  private GoJson() {}

  static JsonNode member(JsonNode object, String name) {
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        found = member.getValue();
      }
    }
    return found;
  }

  /// The text of a member, cut short; empty where there is none.
  static String text(JsonNode object, String name) {
    JsonNode member = member(object, name);
    return member.isTextual() ? cut(member.textValue()) : "";
  }

  static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /// A number of bytes; 0 where it is none.
  static long size(JsonNode object) {
    return Math.max(0, member(object, "size").asLong());
  }
}
