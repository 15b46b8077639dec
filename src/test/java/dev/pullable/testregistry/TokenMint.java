package dev.pullable.testregistry;

import java.time.Instant;
import java.util.Set;

/// What makes the tokens of a token endpoint.
@FunctionalInterface
public interface TokenMint {

  /// A token's text.
  ///
  /// @param user empty where anonymous
  /// @param granted such as `repository:team/app:pull`, one action each
  String mint(String user, String service, Set<String> granted, Instant issued, Instant expires);
}
