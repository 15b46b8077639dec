package dev.pullable.resolution;

import java.util.List;

/// How many of the Nodes where a Pod may land something is about.
///
/// @param concerned how many
/// @param eligible of how many; 0 where no Nodes are known, or platforms of none
/// @param elsewhere the architectures for which the image is there, and of which there are Nodes
///   where the Pod could land if it selected them by `kubernetes.io/arch`
public record NodesConcerned(int concerned, int eligible, List<String> elsewhere) {
  /// Nothing is known of any Node.
  public static final NodesConcerned UNKNOWN = new NodesConcerned(0, 0, List.of());

  public NodesConcerned {
    elsewhere = List.copyOf(elsewhere);
  }
}
