package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Routes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays out the pull of a reference as the kubelet and containerd would.
public final class PullPlanner {
  private final Routes routes;

  public PullPlanner(Routes routes) {
    this.routes = routes;
  }

  /// The plan for a reference with the credentials of a keyring.
  public PullPlan plan(ImageReference reference, Keyring keyring) {
    List<Credential> matching = keyring.lookup(reference.name());
    List<@Nullable Credential> credentials =
        matching.isEmpty() ? Collections.singletonList(null) : withoutRepetitions(matching);
    return new PullPlan(Endpoints.repository(reference), routes.route(reference), credentials);
  }

  /// The kubelet tries a credential again that stands in two secrets; the answer is the same.
  private static List<@Nullable Credential> withoutRepetitions(List<Credential> credentials) {
    record Shown(String username, String password) {}
    Set<Shown> seen = new HashSet<>();
    List<@Nullable Credential> distinct = new ArrayList<>();
    for (Credential credential : credentials) {
      if (seen.add(new Shown(credential.username(), credential.password().reveal()))) {
        distinct.add(credential);
      }
    }
    return distinct;
  }
}
