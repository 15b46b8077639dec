package dev.pullable.resolution;

import dev.pullable.credential.Keyring;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoints;

/// Lays out the pull of a reference as the kubelet and containerd would.
public final class PullPlanner {
  private final Endpoints endpoints;

  public PullPlanner(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /// The plan for a reference with the credentials of a keyring.
  public PullPlan plan(ImageReference reference, Keyring keyring) {
    return new PullPlan(
        Endpoints.repository(reference), endpoints.of(reference), keyring.lookup(reference.name()));
  }
}
