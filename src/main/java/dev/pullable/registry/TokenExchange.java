package dev.pullable.registry;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request to a token server. Follows no redirect: one with a `Location` is `Misbehaved`. Takes
/// any certificate only of the registry's own host, and only where its endpoint says so.
@FunctionalInterface
public interface TokenExchange {

  /// Asks a token server; nothing is thrown.
  ///
  /// @param registry the registry that named it
  Answer send(Endpoint registry, Request request, Deadline deadline);

  /// A request to a token server.
  ///
  /// @param url http or https and in ASCII, but not always a [java.net.URI]; its fragment and user
  ///   information do not go on the wire
  /// @param form the body of a POST, `application/x-www-form-urlencoded; charset=utf-8`; null for a
  ///   GET
  /// @param authorization the Authorization header, null for none
  /// @param scope of the pull, for whoever traces it
  /// @param credential on whose behalf it is, shown or not; null for none
  /// @param shown whether it is in the form or the header
  record Request(
      String url,
      @Nullable Secret form,
      @Nullable Secret authorization,
      String scope,
      @Nullable Credential credential,
      boolean shown) {

    /// Shows no URL: the registry wrote it.
    @Override
    public String toString() {
      return "TokenExchange.Request[" + (form == null ? "GET" : "POST") + "]";
    }
  }

  /// What came of a request.
  sealed interface Answer {

    /// An HTTP answer of any status.
    ///
    /// @param body its first 64 KiB as UTF-8, malformed octets replaced; a longer one is
    ///   `Misbehaved`
    /// @param retryAfter of its `Retry-After` header
    record Answered(int status, Secret body, Optional<Duration> retryAfter) implements Answer {}

    /// None: `Unreachable`, `DeadlineExceeded` or `Misbehaved`.
    record NoAnswer(Refusal refusal) implements Answer {}
  }
}
