package dev.pullable.resolution;

import dev.pullable.credential.Keyring;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Routes;

/// Lays out the pull of a reference as the kubelet and containerd would.
public final class PullPlanner {
  private final Routes routes;

  public PullPlanner(Routes routes) {
    this.routes = routes;
  }

  Routes routes() {
    return routes;
  }

  /// The plan for a reference with the credentials of a keyring.
  public PullPlan plan(ImageReference reference, Keyring keyring) {
    return new PullPlan(
        Endpoints.repository(reference), routes.route(reference), keyring.lookup(reference.name()));
  }
}
