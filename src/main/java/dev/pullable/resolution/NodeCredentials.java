package dev.pullable.resolution;

import dev.pullable.credential.HostGlob;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import java.util.List;
import java.util.Locale;

/// The credentials that the nodes hold themselves, such as a cloud's: those that are known here,
/// and the registries for which there may be more. What is refused to the Pod's pull secrets may
/// still be let in from a node.
///
/// @param hosts host patterns, label by label, each label a glob as in the kubelet's `matchImages`
/// @param source those that are known here
public record NodeCredentials(List<String> hosts, NodeCredentialSource source) {

  public NodeCredentials {
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /// Nodes of which no credential is known here.
  public NodeCredentials(List<String> hosts) {
    this(hosts, NodeCredentialSource.NONE);
  }

  /// What a node would try for the image after the Pod's pull secrets.
  NodeCredentialSource.Answer lookup(ImageReference reference, Deadline deadline) {
    return source.lookup(reference.name(), deadline);
  }

  /// Whether a node may have a credential for the image.
  public boolean mayServe(ImageReference reference) {
    String domain = reference.domain().toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(pattern -> HostGlob.matchesHost(pattern, domain));
  }
}
