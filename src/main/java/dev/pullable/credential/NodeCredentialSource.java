package dev.pullable.credential;

import dev.pullable.deadline.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Where the credentials are found that a node holds itself, beside those of a Pod's pull secrets.
public interface NodeCredentialSource {
  /// Nodes without credentials of their own.
  NodeCredentialSource NONE = (_, _) -> new Known(List.of());

  /// What a node would try for a repository, after the Pod's pull secrets.
  ///
  /// @param repository the normalised name without tag or digest, such as `docker.io/library/nginx`
  Answer lookup(String repository, Deadline deadline);

  /// What a source says of a repository.
  sealed interface Answer {}

  /// All that the node would try, in the kubelet's order; nothing is left to be known.
  record Known(List<Credential> credentials) implements Answer {
    public Known {
      credentials = List.copyOf(credentials);
    }
  }

  /// The node may hold credentials that could not be found out, so that a refusal proves nothing.
  ///
  /// @param some those that are known all the same: one of them that works is as good as any
  /// @param detail why, in one clause fit for a Pod's author: no path, no output of a program
  record Unknown(List<Credential> some, String detail) implements Answer {
    public Unknown {
      some = List.copyOf(some);
    }

    /// Nothing at all is known.
    public Unknown(String detail) {
      this(List.of(), detail);
    }
  }

  /// The union of sources: the credentials of each in turn, for the kubelet sorts inside a keyring
  /// only and falls back to `index.docker.io` in each by itself (kubelet:
  /// pkg/credentialprovider/keyring.go, UnionDockerKeyring, and
  /// pkg/kubelet/images/image_manager.go: first the node's docker config, then the plugins).
  static NodeCredentialSource joined(List<NodeCredentialSource> sources) {
    List<NodeCredentialSource> inOrder = List.copyOf(sources);
    return (repository, deadline) -> {
      List<Credential> credentials = new ArrayList<>();
      StringJoiner details = new StringJoiner("; ");
      for (NodeCredentialSource source : inOrder) {
        switch (source.lookup(repository, deadline)) {
          case Known(List<Credential> known) -> credentials.addAll(known);
          case Unknown(List<Credential> some, String detail) -> {
            credentials.addAll(some);
            details.add(detail);
          }
        }
      }
      return details.length() == 0
          ? new Known(credentials)
          : new Unknown(credentials, details.toString());
    };
  }
}
