package dev.pullable.registry;

import java.time.Duration;

/// What happens between Pullable and the registries, for whoever counts it. Called on the thread
/// that asks; must neither block nor throw.
public interface RegistryEvents {
  /// Nobody counts.
  RegistryEvents NONE = new RegistryEvents() {};

  /// One HTTP request to a registry, its token server or where either redirects to, has ended.
  ///
  /// @param host with its port where it is not the usual; a tenant may have chosen it
  default void exchanged(String host, String method, ExchangeOutcome outcome, Duration took) {}

  /// Whether anybody is told what exchanges there are.
  default boolean traces() {
    return false;
  }

  /// The same, for whoever asked for the image: not for logs or metrics, since it names what only
  /// they may know of, such as repositories and pull secrets.
  default void traced(Exchange exchange) {}

  /// A manifest or config was looked for among those read before.
  default void lookedUp(boolean found) {}

  /// A question about a manifest was looked for among those answered before.
  default void recalled(Recollection what) {}

  /// A host told how many pulls it allows to whoever asked, and how many of them remain.
  default void allowance(String host, int limit, int remaining) {}

  /// A host was not asked.
  default void notAsked(String host, NotAsked why) {}

  /// The circuit breaker of a host changed its state.
  default void breaker(String host, BreakerState state) {}

  /// How an HTTP request ended.
  enum ExchangeOutcome {
    SUCCESS,
    REDIRECT,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    RATE_LIMITED,
    SERVER_ERROR,
    /// Another status.
    OTHER,
    /// No answer, or none that could be read.
    NO_ANSWER
  }

  /// Why a host was not asked.
  enum NotAsked {
    /// It failed too often just now.
    BREAKER_OPEN,
    /// As many requests as it may get at a time were under way until the deadline.
    BUSY,
    /// As many requests as may be were under way for one namespace until the deadline.
    NAMESPACE_BUSY,
    /// It has asked to be left alone for a while.
    TOLD_TO_WAIT,
    /// It counts that, and few are left.
    FEW_PULLS_LEFT
  }

  /// What came of looking for an answer among those given before.
  enum Recollection {
    /// It is new enough to count as the registry's.
    FRESH,
    /// It was used, and the registry is asked again meanwhile.
    STALE,
    /// The registry gave no answer, so that it was used.
    LAST_SEEN,
    /// The registry was asked.
    NONE
  }

  /// A circuit breaker's state.
  enum BreakerState {
    CLOSED,
    HALF_OPEN,
    OPEN
  }
}
