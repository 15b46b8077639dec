package dev.pullable.registry;

import java.time.Duration;
import java.util.Optional;

/// Every way in which a registry does not give what was asked for. Holds nothing that a registry
/// wrote, except where a field says so.
public sealed interface Refusal extends ManifestAnswer, ConfigAnswer, NamesAnswer {

  /// 404.
  record NotFound(Missing missing) implements Refusal {
    /// What the registry says is missing.
    public enum Missing {
      /// `MANIFEST_UNKNOWN`: the repository is there, the tag or digest is not.
      MANIFEST,
      /// `NAME_UNKNOWN`: the repository is not there.
      REPOSITORY,
      /// A 404 that does not tell which.
      UNTOLD
    }
  }

  /// 401 after everything containerd would have tried, or a token server's 401 or 403.
  ///
  /// @param credentialShown whether a credential was really sent
  record Unauthorized(boolean credentialShown) implements Refusal {}

  /// The registry sent us to a token server that is not trusted with its credentials, so that the
  /// credential was not shown; proves nothing.
  ///
  /// @param realmHost the token server's host, as the registry wrote it, checked to be a host name
  record CredentialWithheld(String realmHost) implements Refusal {}

  /// 403 from the registry itself.
  record Denied(boolean credentialShown) implements Refusal {}

  /// 429.
  record TooManyRequests(Optional<Duration> retryAfter) implements Refusal {}

  /// 5xx, or another status that says nothing about the image.
  ///
  /// @param retryAfter how long it asks to be left alone; of a 503 only
  record ServerError(int status, Optional<Duration> retryAfter) implements Refusal {

    /// One that asks for nothing.
    public ServerError(int status) {
      this(status, Optional.empty());
    }
  }

  /// No answer.
  ///
  /// @param host the host that could not be reached: the registry's, or that of a token server or
  ///   redirect
  record Unreachable(Cause cause, String host) implements Refusal {
    /// Why there was no answer.
    public enum Cause {
      DNS,
      CONNECTION_REFUSED,
      CONNECT_TIMEOUT,
      /// Reset, closed or cut short.
      CONNECTION_LOST,
      /// The certificate is not trusted, expired, or for another name.
      TLS_UNTRUSTED,
      /// The TLS handshake failed for another reason.
      TLS_FAILED,
      /// What answers there does not speak TLS.
      NOT_TLS
    }
  }

  /// Not connected to: its address is one that nobody else's registry can be at.
  ///
  /// @param host the registry's, or that of a token server or redirect
  record AddressNotAllowed(String host) implements Refusal {}

  /// The proxy on the way did not bring us there.
  ///
  /// @param problem what it does, in our words
  record ProxyFailed(String proxy, String problem) implements Refusal {}

  /// The deadline passed first.
  record DeadlineExceeded() implements Refusal {}

  /// An answer that is none: not JSON, of another digest, too large, a redirect that is not
  /// followed.
  ///
  /// @param problem what is wrong, in our words
  record Misbehaved(String problem) implements Refusal {}

  /// Not asked: as much as may be was under way there until it was too late.
  record Busy() implements Refusal {}

  /// The manifest is there and was not fetched, since its registry counts that and few are left.
  ///
  /// @param remaining how many
  record FewPullsLeft(int remaining) implements Refusal {}

  /// Not asked: it failed too often just now.
  ///
  /// @param last how it failed last
  record FailedLately(Refusal last) implements Refusal {}
}
