package dev.pullable.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.hosts.RegistryHost.Capability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A `hosts.toml`.
///
/// @param hosts in order; the last is the registry's own or what `server` says instead
/// @param doubts where other releases of containerd read it otherwise
record HostsFile(List<HostConfig> hosts, Set<Doubt> doubts) {

  /// @param directory where relative files are
  // containerd: core/remotes/docker/config/hosts.go, parseHostsFile
  static HostsFile parse(byte[] bytes, String directory) throws MalformedHostsFile {
    String toml = Toml.decode(bytes);
    JsonNode root = Toml.parse(toml);
    JsonNode declared = HostTable.table(root, "host");
    HostTable own = HostTable.read(root);
    for (JsonNode table : declared) {
      readable(table);
    }
    // The order is that of the headers `[host.…]`, in lower case only, but `[HOST.…]` is
    // unmarshalled.
    TableHeaders headers = TableHeaders.of(toml, root.path("host"));
    List<HostConfig> hosts = new ArrayList<>();
    for (String host : headers.hosts()) {
      hosts.add(HostConfig.of(host, readable(declared.path(host)), directory));
    }
    hosts.add(HostConfig.of(HostTable.text(root, "server"), own, directory));
    return new HostsFile(hosts, doubts(root, declared, headers));
  }

  private static HostTable readable(JsonNode table) throws MalformedHostsFile {
    if (!table.isObject()) {
      throw new MalformedHostsFile("a host is not a table");
    }
    return HostTable.read(table);
  }

  private static Set<Doubt> doubts(JsonNode root, JsonNode declared, TableHeaders headers)
      throws MalformedHostsFile {
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    boolean mixedCase = HostTable.hasMixedCase(root);
    boolean referrers = namesReferrers(root);
    for (Map.Entry<String, JsonNode> host : declared.properties()) {
      mixedCase |= HostTable.hasMixedCase(host.getValue());
      referrers |= namesReferrers(host.getValue());
    }
    if (mixedCase || !headers.plain()) {
      doubts.add(Doubt.OLDER_TOML);
    }
    if (referrers) {
      doubts.add(Doubt.REFERRERS);
    }
    if (root.path("host").isMissingNode()) {
      doubts.add(Doubt.NO_HOST_TABLE);
    }
    return doubts;
  }

  private static boolean namesReferrers(JsonNode table) throws MalformedHostsFile {
    List<String> names = HostTable.read(table).capabilities();
    return !names.isEmpty() && HostValues.capabilities(names).contains(Capability.REFERRERS);
  }
}
