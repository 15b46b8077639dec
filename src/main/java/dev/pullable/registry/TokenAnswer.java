package dev.pullable.registry;

import dev.pullable.credential.Secret;
import java.time.Duration;

/// What a token server came up with.
sealed interface TokenAnswer permits TokenAnswer.Token, Authorization.Failed {

  /// A token.
  ///
  /// @param life how long it is good for
  record Token(Secret value, Duration life) implements TokenAnswer {}
}
