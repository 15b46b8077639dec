package dev.pullable.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table of a `hosts.toml` with the keys of one host, as go-toml unmarshals it: names in any
/// case, a wrong type is an error, other keys are ignored.
///
/// @param ca missing if it is not there
/// @param client missing if it is not there
/// @param skipVerify null if it is not there
/// @param header missing if it is not there
/// @param dialTimeout empty if it is not there
record HostTable(
    List<String> capabilities,
    JsonNode ca,
    JsonNode client,
    @Nullable Boolean skipVerify,
    JsonNode header,
    boolean overridePath,
    String dialTimeout) {

  private static final Set<String> NAMES =
      Set.of(
          "server",
          "host",
          "capabilities",
          "ca",
          "client",
          "skip_verify",
          "header",
          "override_path",
          "dial_timeout");

  // containerd: core/remotes/docker/config/hosts.go, hostFileConfig
  static HostTable read(JsonNode table) throws MalformedHostsFile {
    Boolean overridePath = flag(table, "override_path");
    return new HostTable(
        texts(of(table, "capabilities", JsonNode::isArray, "an array"), "capabilities"),
        find(table, "ca"),
        find(table, "client"),
        flag(table, "skip_verify"),
        table(table, "header"),
        overridePath != null && overridePath,
        text(table, "dial_timeout"));
  }

  /// A text, empty where there is none.
  static String text(JsonNode table, String name) throws MalformedHostsFile {
    return of(table, name, JsonNode::isTextual, "a string").asText();
  }

  /// The strings of an array, which may be missing.
  static List<String> texts(JsonNode array, String name) throws MalformedHostsFile {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new MalformedHostsFile(name + " holds what is not a string");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /// A member that is a table; missing where there is none.
  static JsonNode table(JsonNode table, String name) throws MalformedHostsFile {
    return of(table, name, JsonNode::isObject, "a table");
  }

  /// Whether a name of ours is written in mixed case, which go-toml 1 does not take.
  static boolean hasMixedCase(JsonNode table) {
    return table.properties().stream().map(Map.Entry::getKey).anyMatch(HostTable::isMixedCase);
  }

  private static boolean isMixedCase(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) && !key.equals(lower) && !key.equals(key.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Boolean flag(JsonNode table, String name) throws MalformedHostsFile {
    JsonNode found = of(table, name, JsonNode::isBoolean, "true or false");
    return found.isMissingNode() ? null : (Boolean) found.booleanValue();
  }

  private static JsonNode of(JsonNode table, String name, Predicate<JsonNode> type, String wanted)
      throws MalformedHostsFile {
    JsonNode found = find(table, name);
    if (!found.isMissingNode() && !type.test(found)) {
      throw new MalformedHostsFile(name + " is not " + wanted);
    }
    return found;
  }

  // go-toml: the name itself or in lower case; of several the last one counts.
  private static JsonNode find(JsonNode table, String name) {
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : table.properties()) {
      if (member.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        found = member.getValue();
      }
    }
    return found;
  }

  /// Shows nothing: a header may be a password.
  @Override
  public String toString() {
    return "HostTable[***]";
  }
}
