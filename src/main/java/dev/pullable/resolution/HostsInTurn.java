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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hosts of a route, asked for an image one after the other, as containerd does with each
/// credential.
///
/// @param repository the path asked for at every host
record HostsInTurn(
    Registry registry, ImageReference reference, String repository, Route.Hosts route) {
  private static final Pattern WITH_A_PORT = Pattern.compile(".*:[0-9]+");

  /// How it ended.
  sealed interface Outcome {
    /// All that was tried, in order.
    List<Attempt> made();
  }

  /// A host has the image.
  record Found(ManifestRequest request, ManifestAnswer.Found answer, List<Attempt> made)
      implements Outcome {}

  /// No host has it.
  ///
  /// @param decisive the attempt that decides
  record Failed(Attempt decisive, List<Attempt> made) implements Outcome {}

  // containerd: core/remotes/docker/resolver.go, Resolve
  Outcome ask(@Nullable Credential credential, Deadline deadline) {
    List<Attempt> made = new ArrayList<>();
    List<Attempt> lastWords = new ArrayList<>();
    for (List<Endpoint> host : route.hosts()) {
      for (Endpoint endpoint : host) {
        ManifestRequest request = request(endpoint, credential);
        ManifestAnswer answer = registry.manifest(request, deadline);
        made.add(new Attempt(endpoint, source(credential), answer));
        if (answer instanceof ManifestAnswer.Found found) {
          return new Found(request, found, made);
        }
        if (!fallsBack(answer, endpoint)) {
          break;
        }
      }
      lastWords.add(made.getLast());
      // containerd does not go on from an answer that is no error, and we may have missed one.
      if (made.getLast().answer() instanceof Refusal.Misbehaved) {
        break;
      }
    }
    return new Failed(Refusals.ofHosts(lastWords), made);
  }

  private ManifestRequest request(Endpoint endpoint, @Nullable Credential credential) {
    return new ManifestRequest(
        endpoint, repository, reference.manifestReference(), reference.digest(), credential);
  }

  private static Optional<Credential.Source> source(@Nullable Credential credential) {
    return Optional.ofNullable(credential).map(Credential::source);
  }

  /// containerd goes on from https to http if TLS is not spoken there or the handshake is not
  /// answered. What does not speak TLS may also just hang up on it. Without a port it also goes on
  /// if nobody is there, since http is another port then.
  // containerd: core/remotes/docker/resolver.go, httpFallback
  private static boolean fallsBack(ManifestAnswer answer, Endpoint endpoint) {
    if (answer instanceof Refusal.FailedLately(Refusal last)) {
      return fallsBack(last, endpoint);
    }
    return answer instanceof Refusal.Unreachable(var cause, String _)
        && switch (cause) {
          case NOT_TLS, TLS_FAILED, CONNECT_TIMEOUT, CONNECTION_LOST -> true;
          case CONNECTION_REFUSED -> !WITH_A_PORT.matcher(endpoint.authority()).matches();
          case DNS, TLS_UNTRUSTED -> false;
        };
  }
}
