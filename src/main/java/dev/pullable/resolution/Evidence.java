package dev.pullable.resolution;

import dev.pullable.reference.ParsedReference;
import dev.pullable.registry.Endpoint;
import java.util.List;

/// What was found out about an image, for whoever explains it.
///
/// @param reference the reference as parsed
/// @param attempts what was tried, in the kubelet's order
/// @param subject the thing the reason is about, such as a secret's name, a host or platforms;
///   empty where there is none
/// @param detail one clause that says more, in our words; empty where there is none
/// @param unknown why the nodes may hold credentials, or ask hosts, that were not tried; empty
///   where that is not so
/// @param mirror the host whose answer decided; empty if it is the registry's own
/// @param credentials what became of each credential, in the kubelet's order
/// @param nodes how many Nodes the reason is about
public record Evidence(
    ParsedReference reference,
    List<Attempt> attempts,
    String subject,
    String detail,
    String unknown,
    String mirror,
    CredentialTrace credentials,
    NodesConcerned nodes) {

  public Evidence {
    attempts = List.copyOf(attempts);
  }

  /// Evidence from which nothing is missing.
  public Evidence(
      ParsedReference reference, List<Attempt> attempts, String subject, String detail) {
    this(
        reference, attempts, subject, detail, "", "", CredentialTrace.NONE, NodesConcerned.UNKNOWN);
  }

  static Evidence of(ParsedReference reference, List<Attempt> attempts) {
    return new Evidence(reference, attempts, "", "");
  }

  /// The same, about something more particular.
  public Evidence about(String subject, String detail) {
    return new Evidence(reference, attempts, subject, detail, unknown, mirror, credentials, nodes);
  }

  /// The same, without some of the nodes' credentials or hosts.
  ///
  /// @param unknown why
  public Evidence without(String unknown) {
    return new Evidence(reference, attempts, subject, detail, unknown, mirror, credentials, nodes);
  }

  /// The same, from a host that was asked.
  Evidence from(Endpoint endpoint) {
    String other = endpoint.namespace().isEmpty() ? "" : endpoint.authority();
    return new Evidence(reference, attempts, subject, detail, unknown, other, credentials, nodes);
  }

  /// The same, with what became of each credential.
  public Evidence with(CredentialTrace credentials) {
    return new Evidence(reference, attempts, subject, detail, unknown, mirror, credentials, nodes);
  }

  /// The same, with how many Nodes it is about.
  public Evidence with(NodesConcerned nodes) {
    return new Evidence(reference, attempts, subject, detail, unknown, mirror, credentials, nodes);
  }
}
