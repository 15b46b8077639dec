package dev.pullable.fidelity;

import static dev.pullable.fidelity.Scenarios.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Registries that nobody can reach but by what the node's `certs.d` says of them, each in its own
/// way. Their names end in [#DOMAIN].
final class Mirrors {
  static final String DOMAIN = ".mirrored.test";

  private static final String BOTH = "  capabilities = [\"pull\", \"resolve\"]\n";
  private static final String DOWN = "http://localhost:1";

  private final Map<String, String> tables = new LinkedHashMap<>();

  /// @param ca whom to trust at the registries on TLS
  Mirrors(Site site, Path ca) {
    String open = "http://" + at(site.open);
    String basic = "https://" + at(site.basic);
    String bearer = "https://" + at(site.bearer);
    String trusted = "  ca = \"" + ca + "\"\n";
    String elsewhere = host(open + "/v2/none", BOTH + "  override_path = true\n");
    open(open, elsewhere);
    tls(basic, bearer, open, elsewhere, trusted);
    tables.replaceAll((name, table) -> originHasNothing(open) + table);
    tables.put("server-up", "server = \"" + open + "\"\n" + host(DOWN, BOTH));
    tables.put("server-only", "server = \"" + open + "\"\n");
    tables.put("origin-unknown", host(open, BOTH));
    tables.put("origin-unknown-then-basic", host(basic, BOTH + trusted));
    tables.put("broken", "server = [\n");
  }

  /// After the mirrors the origin is asked: a registry that has none of the images.
  private static String originHasNothing(String open) {
    return "server = \"" + open + "/v2/none\"\noverride_path = true\n";
  }

  private void tls(String basic, String bearer, String open, String elsewhere, String trusted) {
    tables.put("to-basic", host(basic, BOTH + trusted));
    tables.put("to-bearer", host(bearer, BOTH + trusted));
    tables.put("skips-verification", host(basic, BOTH + "  skip_verify = true\n"));
    tables.put("untrusted", host(basic, BOTH));
    tables.put("untrusted-then-open", host(basic, BOTH) + host(open, BOTH));
    tables.put("refuses-then-open", host(basic, BOTH + trusted) + host(open, BOTH));
    tables.put("refuses-then-bearer", host(basic, BOTH + trusted) + host(bearer, BOTH + trusted));
    tables.put("nothing-then-basic", elsewhere + host(basic, BOTH + trusted));
    tables.put("open-then-basic", host(open, BOTH) + host(basic, BOTH + trusted));
    tables.put("no-ca", host(basic, BOTH + "  ca = \"/no/such/ca.crt\"\n"));
  }

  private void open(String open, String elsewhere) {
    tables.put("up", host(open, BOTH));
    tables.put("down", host(DOWN, BOTH));
    tables.put("down-then-up", host(DOWN, BOTH) + host(open, BOTH));
    tables.put("nothing", elsewhere);
    tables.put("nothing-then-up", elsewhere + host(open, BOTH));
    tables.put("up-then-nothing", host(open, BOTH) + elsewhere);
    tables.put("pulls", host(open, "  capabilities = [\"pull\"]\n"));
    tables.put("resolves", host(open, "  capabilities = [\"resolve\"]\n"));
    tables.put("pulls-then-up", host(open, "  capabilities = [\"pull\"]\n") + host(open, BOTH));
    tables.put("no-capabilities", host(open, ""));
    tables.put("of-kind", host(open + "/v2/kind", BOTH + "  override_path = true\n"));
    tables.put("path", host(open + "/kind", BOTH));
    tables.put("header", host(open, BOTH + "  [host.\"" + open + "\".header]\n    x-a = \"b\"\n"));
  }

  private static String host(String url, String settings) {
    return "[host.\"" + url + "\"]\n" + settings;
  }

  /// By the first part of their names.
  Iterable<String> names() {
    return tables.keySet();
  }

  /// Writes them to where containerd looks.
  void write(Path certs) throws IOException {
    for (var table : tables.entrySet()) {
      Path directory = Files.createDirectory(certs.resolve(table.getKey() + DOMAIN));
      Files.writeString(directory.resolve("hosts.toml"), table.getValue());
    }
  }
}
