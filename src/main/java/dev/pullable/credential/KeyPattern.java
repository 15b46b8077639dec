package dev.pullable.credential;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which repositories a normalised key serves: one glob for each label of the host, the port and
/// the beginning of the path (kubelet: pkg/credentialprovider/keyring.go, URLsMatch).
record KeyPattern(List<HostGlob> labels, String port, String path) {
  /// No DNS name has more, so that no key with more can serve a registry that exists. It bounds
  /// what a hostile key costs.
  private static final int MOST_LABELS = 127;

  /// A repository, taken apart once for many patterns.
  record Target(List<String> labels, String port, String path) {}

  /// The pattern of a normalised key, or null: a key whose decoded form is no URL stays in the
  /// keyring but matches nothing.
  static @Nullable KeyPattern of(String key) {
    Target target = target(key);
    return target == null || target.labels().size() > MOST_LABELS
        ? null
        : new KeyPattern(
            target.labels().stream().map(HostGlob::of).toList(), target.port(), target.path());
  }

  /// Takes a repository apart, or null if it is no URL.
  static @Nullable Target target(String repository) {
    return switch (RegistryUrl.parse(repository)) {
      case RegistryUrl.Unparsable _ -> null;
      case RegistryUrl.Location(String host, String path) -> {
        int port = portColon(host);
        yield port < 0
            ? new Target(labels(host), "", path)
            : new Target(labels(withoutBrackets(host, port)), host.substring(port + 1), path);
      }
    };
  }

  boolean matches(Target target) {
    if (!port.equals(target.port())
        || labels.size() != target.labels().size()
        || !target.path().startsWith(path)) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.get(i).matches(target.labels().get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Where the port's colon is, or -1 where Go's `net.SplitHostPort` gives up; the whole host is
  /// then taken for a name.
  private static int portColon(String host) {
    int colon = host.lastIndexOf(':');
    if (colon < 0) {
      return -1;
    }
    boolean literal = host.startsWith("[");
    boolean split =
        literal
            ? host.indexOf(']') == colon - 1
            : host.indexOf(':') == colon && host.indexOf(']') < 0;
    return split ? colon : -1;
  }

  private static String withoutBrackets(String host, int colon) {
    return host.startsWith("[") ? host.substring(1, colon - 1) : host.substring(0, colon);
  }

  private static List<String> labels(String name) {
    return Arrays.asList(name.split("\\.", -1));
  }
}
