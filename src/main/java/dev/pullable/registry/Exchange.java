package dev.pullable.registry;

import java.time.Duration;
import java.util.Optional;

/// One HTTP exchange as it may be shown to whoever asked for the image. Holds no query, no header
/// and no body, and of what a registry chose, such as where it redirects to, the host only.
///
/// @param url without its query
/// @param scope what a token was asked for, such as `repository:library/nginx:pull`; empty unless
///   this asks for a token
/// @param holder whose credential was shown, such as `pull secret regcred`; empty if none was
/// @param bearer whether a token was shown: one that was got with that credential, or with none
/// @param redirected whether the exchange before this one led here
/// @param status of the answer; 0 if there was none
/// @param failure why there was none
public record Exchange(
    String method,
    String url,
    String scope,
    String holder,
    boolean bearer,
    boolean redirected,
    int status,
    Optional<Refusal> failure,
    Duration took) {

  /// Whether this asks a token server.
  public boolean isForToken() {
    return !scope.isEmpty();
  }
}
