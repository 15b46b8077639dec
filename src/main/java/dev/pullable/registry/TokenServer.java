package dev.pullable.registry;

import java.util.List;

/// A token server that is known to serve a registry from another domain.
///
/// @param registry the registry's host, with a port where one is part of its name; `docker.io` for
///   Docker Hub
/// @param host the token server's host, with a port if it is not the usual one
public record TokenServer(String registry, String host) {

  /// Those of public registries. Only what was seen in a challenge or in a client's error text is
  /// here; what is below its registry's own domain needs no entry.
  static final List<TokenServer> WELL_KNOWN =
      List.of(
          new TokenServer("docker.io", "auth.docker.io"),
          // What nvcr.io names to whom it knows already: NVIDIA/nvidia-container-toolkit#1945.
          new TokenServer("nvcr.io", "authn.nvidia.com"),
          // apple/container#2268; the same server for each of Scaleway's regions.
          new TokenServer("rg.fr-par.scw.cloud", "api.scaleway.com"),
          new TokenServer("rg.nl-ams.scw.cloud", "api.scaleway.com"),
          new TokenServer("rg.pl-waw.scw.cloud", "api.scaleway.com"));
}
