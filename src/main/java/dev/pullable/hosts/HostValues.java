package dev.pullable.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.credential.Secret;
import dev.pullable.duration.GoDuration;
import dev.pullable.hosts.RegistryHost.Capability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The meaning of a host's plain values.
// containerd: core/remotes/docker/config/hosts.go, parseHostConfig
final class HostValues {
  private HostValues() {}

  /// @param names as written; none stands for all
  static Set<Capability> capabilities(List<String> names) throws MalformedHostsFile {
    if (names.isEmpty()) {
      return EnumSet.allOf(Capability.class);
    }
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (String name : names) {
      capabilities.add(capability(name));
    }
    return capabilities;
  }

  /// @param table a table of strings and arrays of strings, or missing
  static Map<String, List<Secret>> headers(JsonNode table) throws MalformedHostsFile {
    Map<String, List<Secret>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : table.properties()) {
      headers.put(member.getKey(), values(member.getValue()));
    }
    return headers;
  }

  /// @param text as written, empty for none
  static @Nullable Duration dialTimeout(String text) throws MalformedHostsFile {
    Duration timeout = text.isEmpty() ? null : GoDuration.parse(text);
    if (timeout == null && !text.isEmpty()) {
      throw new MalformedHostsFile("dial_timeout is not a duration such as 3s");
    }
    return timeout;
  }

  private static Capability capability(String name) throws MalformedHostsFile {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "pull" -> Capability.PULL;
      case "resolve" -> Capability.RESOLVE;
      case "push" -> Capability.PUSH;
      case "referrers" -> Capability.REFERRERS;
      default ->
          throw new MalformedHostsFile(
              "capabilities holds another word than pull, resolve, push and referrers");
    };
  }

  private static List<Secret> values(JsonNode value) throws MalformedHostsFile {
    if (value.isTextual()) {
      return List.of(new Secret(value.textValue()));
    }
    if (!value.isArray()) {
      throw new MalformedHostsFile("a header is neither a string nor an array");
    }
    return HostTable.texts(value, "a header").stream().map(Secret::new).toList();
  }
}
