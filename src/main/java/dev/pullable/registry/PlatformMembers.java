package dev.pullable.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/// The members that tell a platform, in an entry of an index and in an image's config alike.
final class PlatformMembers {
  /// More than any node has, so that no node is served by more.
  private static final int MOST_FEATURES = 100;

  private PlatformMembers() {}

  static Platform read(JsonNode node) {
    List<String> features = new ArrayList<>();
    for (JsonNode feature : GoJson.member(node, "os.features")) {
      if (features.size() < MOST_FEATURES) {
        features.add(GoJson.cut(feature.asText()));
      }
    }
    return new Platform(
        GoJson.text(node, "os"),
        GoJson.text(node, "architecture"),
        GoJson.text(node, "variant"),
        GoJson.text(node, "os.version"),
        features);
  }
}
