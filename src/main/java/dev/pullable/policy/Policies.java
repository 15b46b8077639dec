package dev.pullable.policy;

/// Which policy is in force where.
public interface Policies {

  /// The policy of a namespace, as last seen. Answers at once, from memory.
  Policy of(String namespace);
}
