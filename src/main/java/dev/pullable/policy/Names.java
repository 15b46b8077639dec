package dev.pullable.policy;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.InvalidReference;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.NodesConcerned;

/// The names that a message is filled with, each fit to stand in one line.
///
/// @param subject the thing that the reason is about
/// @param detail one clause that says more; empty where there is none
/// @param namespace the workload's
/// @param registry the registry as references have it
/// @param host the host that answered: the registry, or another one in its place
/// @param repository the normalised name without tag and digest; empty for an invalid reference
/// @param path the repository within the registry; empty for an invalid reference
/// @param tag the tag or digest that is asked for; empty for an invalid reference
/// @param flaw what is wrong with an invalid reference; empty for a valid one
/// @param nodes the Nodes that the reason is about, such as `3 of 8 eligible nodes`; empty where
///   they were not counted
record Names(
    String subject,
    String detail,
    String namespace,
    String registry,
    String host,
    String repository,
    String path,
    String tag,
    String flaw,
    String nodes) {

  static Names of(Evidence evidence, String namespace) {
    return switch (evidence.reference()) {
      case ImageReference it ->
          of(evidence, namespace, registry(it), it.name(), it.path(), it.manifestReference(), "");
      case InvalidReference it -> of(evidence, namespace, "the registry", "", "", "", it.detail());
    };
  }

  private static Names of(
      Evidence evidence,
      String namespace,
      String registry,
      String repository,
      String path,
      String tag,
      String flaw) {
    return new Names(
        Quoted.bare(evidence.subject()),
        Quoted.bare(evidence.detail()),
        Quoted.bare(namespace),
        Quoted.bare(registry),
        host(evidence.mirror(), registry),
        Quoted.bare(repository),
        Quoted.bare(path),
        Quoted.bare(tag),
        Quoted.bare(flaw),
        nodes(evidence.nodes()));
  }

  private static String host(String mirror, String registry) {
    return mirror.isEmpty()
        ? Quoted.bare(registry)
        : "%s (for %s)".formatted(Quoted.bare(mirror), Quoted.bare(registry));
  }

  private static String registry(ImageReference reference) {
    return reference.domain().isEmpty() ? "the registry" : reference.domain();
  }

  private static String nodes(NodesConcerned nodes) {
    int eligible = nodes.eligible();
    if (nodes.concerned() == 0 || eligible == 0) {
      return "";
    }
    if (nodes.concerned() < eligible) {
      return "%d of %d eligible nodes".formatted(nodes.concerned(), eligible);
    }
    return switch (eligible) {
      case 1 -> "the only eligible node";
      case 2 -> "both eligible nodes";
      default -> "all %d eligible nodes".formatted(eligible);
    };
  }

  /// The repository with its tag, or with TAG where there is a digest only.
  String tagged() {
    return repository + ":" + (tag.contains(":") ? "TAG" : tag);
  }

  /// The Nodes, as counted, else as named in the detail, behind a preposition.
  String onNodes(String preposition) {
    String which = nodes.isEmpty() ? detail : nodes;
    return which.isEmpty() ? "" : preposition + which;
  }

  /// The detail behind a separator; nothing where there is none.
  String also(String separator) {
    return detail.isEmpty() ? "" : separator + detail;
  }

  /// The detail in brackets; nothing where there is none.
  String bracketed() {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }

  /// The key under which the kubelet finds the registry's credentials.
  String server() {
    return server(registry);
  }

  static String server(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }
}
