package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.credential.NodeCredentialSource.Answer;
import dev.pullable.credential.NodeCredentialSource.Known;
import dev.pullable.credential.NodeCredentialSource.Unknown;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Registry.ManifestRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One image's pull as the kubelet and containerd go about it: a credential after the other, the
/// next one after any failure, and none at all only where there is none.
final class Pull {
  private final ImageReference reference;
  private final List<Credential> credentials;
  private final HostsInTurn hosts;
  private final Deadline deadline;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Attempt> outcomes = new ArrayList<>();
  private final Set<Shown> shown = new HashSet<>();

  /// @param credentials those of the pull secrets, in the kubelet's order
  Pull(
      ImageReference reference,
      List<Credential> credentials,
      HostsInTurn hosts,
      Deadline deadline) {
    this.reference = reference;
    this.credentials = credentials;
    this.hosts = hosts;
    this.deadline = deadline;
  }

  /// What becomes of it.
  sealed interface Outcome {}

  /// The manifest was handed out.
  ///
  /// @param request by which the rest of the image can be had, too
  record LetIn(ManifestRequest request, ManifestAnswer.Found found, List<Attempt> attempts)
      implements Outcome {}

  /// Every attempt failed.
  ///
  /// @param decisive the attempt that decides, of those that were the last word of a credential
  /// @param unknown why there may be other credentials on the nodes; empty where all are known
  record Refused(Attempt decisive, List<Attempt> attempts, String unknown) implements Outcome {}

  private record Shown(String username, String password) {}

  /// Tries the pull secrets and then what the nodes hold. The kubelet puts both together first;
  /// here a plugin need not be run, nor waited for, where a pull secret is enough.
  Outcome run(NodeCredentials nodes) {
    LetIn bySecret = with(credentials);
    if (bySecret != null) {
      return bySecret;
    }
    Answer held = nodes.lookup(reference, deadline);
    LetIn byNode = with(credentials(held));
    LetIn letIn = byNode == null && outcomes.isEmpty() ? attempt(null) : byNode;
    return letIn == null
        ? new Refused(Refusals.decisive(outcomes), List.copyOf(attempts), unknown(held))
        : letIn;
  }

  private static List<Credential> credentials(Answer held) {
    return switch (held) {
      case Known(List<Credential> all) -> all;
      case Unknown(List<Credential> some, String _) -> some;
    };
  }

  private static String unknown(Answer held) {
    return switch (held) {
      case Known _ -> "";
      // Never empty, which would say that all are known.
      case Unknown(List<Credential> _, String detail) ->
          detail.isEmpty() ? "they cannot be found out" : detail;
    };
  }

  /// The kubelet tries a credential again that it has from two places; the answer is the same.
  private @Nullable LetIn with(List<Credential> credentials) {
    for (Credential credential : credentials) {
      if (shown.add(new Shown(credential.username(), credential.password().reveal()))) {
        LetIn letIn = attempt(credential);
        if (letIn != null) {
          return letIn;
        }
      }
    }
    return null;
  }

  /// One pull.
  private @Nullable LetIn attempt(@Nullable Credential credential) {
    HostsInTurn.Outcome outcome = hosts.ask(credential, deadline);
    attempts.addAll(outcome.made());
    return switch (outcome) {
      case HostsInTurn.Found(var request, var answer, var _) ->
          new LetIn(request, answer, List.copyOf(attempts));
      case HostsInTurn.Failed(Attempt decisive, var _) -> {
        outcomes.add(decisive);
        yield null;
      }
    };
  }
}
