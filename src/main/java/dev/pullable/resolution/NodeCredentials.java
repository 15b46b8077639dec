package dev.pullable.resolution;

import dev.pullable.credential.HostGlob;
import dev.pullable.reference.ImageReference;
import java.util.List;
import java.util.Locale;

/// The registries for which the nodes may hold credentials of their own, such as a cloud's: what is
/// refused to the Pod's pull secrets there may still be let in from a node.
///
/// @param hosts host patterns, label by label, each label a glob as in the kubelet's `matchImages`
public record NodeCredentials(List<String> hosts) {

  public NodeCredentials {
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /// Whether a node may have a credential for the image.
  public boolean mayServe(ImageReference reference) {
    String domain = reference.domain().toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(pattern -> matches(pattern, domain));
  }

  private static boolean matches(String pattern, String domain) {
    String[] wanted = pattern.split("\\.", -1);
    String[] labels = domain.split("\\.", -1);
    if (wanted.length != labels.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!HostGlob.of(wanted[i]).matches(labels[i])) {
        return false;
      }
    }
    return true;
  }
}
