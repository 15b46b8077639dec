package dev.pullable.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hosts of a `hosts.toml` in the order of its table headers. containerd goes by headers alone:
/// a host in an inline table or under a dotted key is read, and never asked.
///
/// @param hosts in order; a host is there again where another one stands between two headers of it
/// @param plain whether go-toml 1 finds the same hosts
// containerd: core/remotes/docker/config/hosts.go, getSortedHosts
record TableHeaders(List<String> hosts, boolean plain) {

  /// @param toml a document that is valid
  static TableHeaders of(String toml, JsonNode declared) {
    List<String> hosts = new ArrayList<>();
    boolean plain = true;
    String last = "";
    for (String line : toml.split("\n", -1)) {
      String host = host(line.strip());
      if (host != null && !host.equals(last) && declared.has(host)) {
        hosts.add(host);
        last = host;
        // go-toml 1 takes neither escapes nor brackets in a key.
        plain &= line.indexOf('\\') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0;
      }
    }
    return new TableHeaders(hosts, plain && hosts.stream().distinct().count() == declared.size());
  }

  /// The host in a line such as `[host."https://mirror.example"]`, a TOML document of its own.
  private static @Nullable String host(String line) {
    if (!line.startsWith("[") || line.startsWith("[[")) {
      return null;
    }
    try {
      JsonNode host = Toml.parse(line).path("host");
      return host.isObject() && !host.isEmpty() ? host.fieldNames().next() : null;
    } catch (MalformedHostsFile notAHeader) {
      return null;
    }
  }
}
