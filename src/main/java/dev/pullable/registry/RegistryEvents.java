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

  /// A manifest or config was looked for among those read before.
  default void lookedUp(boolean found) {}

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
    NAMESPACE_BUSY
  }

  /// A circuit breaker's state.
  enum BreakerState {
    CLOSED,
    HALF_OPEN,
    OPEN
  }
}
