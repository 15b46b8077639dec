package dev.pullable.policy;

import java.util.Optional;

/// What the cluster's namespaces say of their own policy.
public interface Namespaces {
  /// Namespaces of which nothing is known.
  Namespaces NONE = _ -> Optional.empty();

  /// The marks of a namespace, as last seen; empty for one that is not known. Answers at once, from
  /// memory.
  Optional<NamespaceMarks> marks(String namespace);
}
