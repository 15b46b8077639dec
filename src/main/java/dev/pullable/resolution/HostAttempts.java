package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The attempts at one image: one pull a credential, the next one after any failure, as the kubelet
/// does; within a pull host after host, as containerd does.
final class HostAttempts {
  private final Registry registry;
  private final ImageReference reference;
  private final String repository;
  private final Deadline deadline;
  private final List<Attempt> made = new ArrayList<>();

  HostAttempts(Registry registry, ImageReference reference, String repository, Deadline deadline) {
    this.registry = registry;
    this.reference = reference;
    this.repository = repository;
    this.deadline = deadline;
  }

  /// How it ended.
  sealed interface Outcome {}

  record Found(ManifestRequest request, ManifestAnswer.Found answer) implements Outcome {}

  /// @param decisive the attempt that decides
  record Failed(Attempt decisive) implements Outcome {}

  /// All attempts so far, in order.
  List<Attempt> made() {
    return made;
  }

  Outcome all(Route.Hosts route, List<@Nullable Credential> credentials) {
    List<Attempt> pulls = new ArrayList<>();
    for (Credential credential : credentials) {
      switch (pull(route, credential)) {
        case Found found -> {
          return found;
        }
        case Failed(Attempt decisive) -> pulls.add(decisive);
      }
    }
    return new Failed(Refusals.decisive(pulls));
  }

  // containerd: core/remotes/docker/resolver.go, Resolve
  private Outcome pull(Route.Hosts route, @Nullable Credential credential) {
    List<Attempt> hosts = new ArrayList<>();
    for (List<Endpoint> host : route.hosts()) {
      switch (host(host, credential)) {
        case Found found -> {
          return found;
        }
        case Failed(Attempt attempt) -> hosts.add(attempt);
      }
      // containerd may have found something there that another host does not have.
      if (hosts.getLast().answer() instanceof Refusal.Misbehaved) {
        break;
      }
    }
    return new Failed(Refusals.ofHosts(hosts));
  }

  private Outcome host(List<Endpoint> endpoints, @Nullable Credential credential) {
    for (Endpoint endpoint : endpoints) {
      ManifestRequest request =
          new ManifestRequest(
              endpoint, repository, reference.manifestReference(), reference.digest(), credential);
      ManifestAnswer answer = registry.manifest(request, deadline);
      made.add(
          new Attempt(endpoint, Optional.ofNullable(credential).map(Credential::source), answer));
      if (answer instanceof ManifestAnswer.Found found) {
        return new Found(request, found);
      }
      if (!fallsBack(answer, endpoint)) {
        break;
      }
    }
    return new Failed(made.getLast());
  }

  /// containerd goes on from https to http if TLS is not spoken there or the handshake is not
  /// answered. What does not speak TLS may also just hang up on it. Without a port it also goes on
  /// if nobody is there, since http is another port then.
  private static boolean fallsBack(ManifestAnswer answer, Endpoint endpoint) {
    if (answer instanceof Refusal.FailedLately(Refusal last)) {
      return fallsBack(last, endpoint);
    }
    return answer instanceof Refusal.Unreachable(var cause, String _)
        && switch (cause) {
          case NOT_TLS, TLS_FAILED, CONNECT_TIMEOUT, CONNECTION_LOST -> true;
          case CONNECTION_REFUSED -> !endpoint.authority().matches(".*:[0-9]+");
          case DNS, TLS_UNTRUSTED -> false;
        };
  }
}
