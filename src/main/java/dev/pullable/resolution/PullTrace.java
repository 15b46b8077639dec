package dev.pullable.resolution;

import dev.pullable.registry.Route;
import java.util.List;
import java.util.Optional;

/// How one image was resolved, for whoever is shown it: what its resolution was made of. Holds
/// nothing secret.
///
/// @param route where containerd looks, with the doubts that count for where the Pod may land
/// @param attempts what was tried, in the kubelet's order
/// @param credentials what became of each credential, whether the image was let in or not
/// @param platforms how the image serves the Nodes, by platform; none where it was not found
public record PullTrace(
    Optional<Route> route,
    List<Attempt> attempts,
    CredentialTrace credentials,
    List<PlatformFit> platforms) {

  /// Nothing was asked.
  public static final PullTrace NONE =
      new PullTrace(Optional.empty(), List.of(), CredentialTrace.NONE, List.of());

  public PullTrace {
    attempts = List.copyOf(attempts);
    platforms = List.copyOf(platforms);
  }
}
