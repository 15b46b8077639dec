package dev.pullable.resolution;

import dev.pullable.credential.Credential.Origin;
import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.Keyring;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.resolution.PullContext.Secrets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a refusal means: the one place where the taxonomy of reasons meets what registries say.
final class Refusals {
  private static final Set<Reason> ABOUT_CREDENTIALS =
      EnumSet.of(
          Reason.CREDENTIALS_MISSING,
          Reason.CREDENTIALS_REJECTED,
          Reason.NODE_CREDENTIALS_REJECTED,
          Reason.ACCESS_DENIED,
          Reason.PULL_SECRET_NOT_FOUND,
          Reason.PULL_SECRET_WRONG_TYPE,
          Reason.PULL_SECRET_MALFORMED,
          Reason.PULL_SECRET_FOR_OTHER_REGISTRY,
          Reason.PULL_SECRET_UNREADABLE,
          Reason.SERVICE_ACCOUNT_NOT_FOUND,
          Reason.CREDENTIAL_WITHHELD);

  private Refusals() {}

  /// How much a refusal weighs when every attempt failed: the doubtful ones first, since one of
  /// them might have let us in, then those that say most.
  enum Weight {
    UNAUTHORIZED,
    DENIED,
    NOT_FOUND,
    DOUBT
  }

  static Weight weight(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound it -> Weight.NOT_FOUND;
      case Refusal.Denied it -> Weight.DENIED;
      case Refusal.Unauthorized it -> Weight.UNAUTHORIZED;
      case Refusal.CredentialWithheld it -> Weight.DOUBT;
      case Refusal.TooManyRequests it -> Weight.DOUBT;
      case Refusal.ServerError it -> Weight.DOUBT;
      case Refusal.Unreachable it -> Weight.DOUBT;
      case Refusal.AddressNotAllowed it -> Weight.DOUBT;
      case Refusal.ProxyFailed it -> Weight.DOUBT;
      case Refusal.DeadlineExceeded it -> Weight.DOUBT;
      case Refusal.Misbehaved it -> Weight.DOUBT;
      case Refusal.Busy it -> Weight.DOUBT;
      case Refusal.FewPullsLeft it -> Weight.DOUBT;
      case Refusal.FailedLately it -> Weight.DOUBT;
    };
  }

  /// The attempt that decides, of attempts that all failed.
  static Attempt decisive(List<Attempt> attempts) {
    Attempt decisive = attempts.getFirst();
    for (Attempt attempt : attempts) {
      if (weight(attempt).compareTo(weight(decisive)) > 0) {
        decisive = attempt;
      }
    }
    return decisive;
  }

  /// The attempt that decides, of one at each host of a pull: what leaves doubt, else what
  /// containerd reports, which is the first that is not just that there is nothing. Where there is
  /// nothing anywhere, the last host, which is the registry itself, knows best what is missing.
  // containerd: core/remotes/docker/resolver.go, Resolve, firstErrPriority
  static Attempt ofHosts(List<Attempt> hosts) {
    Attempt decisive = hosts.getFirst();
    for (Attempt host : hosts) {
      if (precedence(host) > precedence(decisive) || precedence(decisive) == 0) {
        decisive = host;
      }
    }
    return decisive;
  }

  private static int precedence(Attempt attempt) {
    return switch (weight(attempt)) {
      case NOT_FOUND -> 0;
      case UNAUTHORIZED, DENIED -> 1;
      case DOUBT -> 2;
    };
  }

  private static Weight weight(Attempt attempt) {
    return switch (attempt.answer()) {
      case ManifestAnswer.Found it -> throw new IllegalArgumentException("not a refusal");
      case Refusal refusal -> weight(refusal);
    };
  }

  /// A reason with what it is about.
  record Named(Reason reason, String subject, String detail) {
    Named(Reason reason) {
      this(reason, "", "");
    }
  }

  static Named name(
      Refusal refusal,
      Attempt attempt,
      ImageReference reference,
      Keyring keyring,
      Secrets secrets) {
    return switch (refusal) {
      case Refusal.NotFound(var missing) -> notFound(missing, reference);
      case Refusal.Unauthorized(boolean shown) -> unauthorized(attempt, shown, keyring, secrets);
      // To who shows no credential some registries say 403 where others say 401.
      case Refusal.Denied _ when attempt.credential().isEmpty() && !secrets.named().isEmpty() ->
          unauthorized(attempt, false, keyring, secrets);
      case Refusal.Denied _ -> new Named(Reason.ACCESS_DENIED);
      case Refusal.CredentialWithheld _,
          Refusal.TooManyRequests _,
          Refusal.ServerError _,
          Refusal.Unreachable _,
          Refusal.AddressNotAllowed _,
          Refusal.ProxyFailed _,
          Refusal.DeadlineExceeded _,
          Refusal.Misbehaved _,
          Refusal.Busy _,
          Refusal.FewPullsLeft _,
          Refusal.FailedLately _ ->
          nameDoubtful(refusal);
    };
  }

  private static Named nameDoubtful(Refusal refusal) {
    return switch (refusal) {
      case Refusal.CredentialWithheld(String host) ->
          new Named(Reason.CREDENTIAL_WITHHELD, host, "");
      case Refusal.TooManyRequests(var retryAfter) ->
          new Named(Reason.RATE_LIMITED, "", retryAfter.map(Refusals::retry).orElse(""));
      case Refusal.ServerError(int status, var retryAfter) ->
          new Named(
              Reason.REGISTRY_ERROR,
              Integer.toString(status),
              retryAfter.map(Refusals::retry).orElse(""));
      case Refusal.Unreachable(var cause, String host) -> unreachable(cause, host);
      case Refusal.AddressNotAllowed(String host) ->
          new Named(Reason.ADDRESS_NOT_ALLOWED, host, "");
      case Refusal.ProxyFailed(String proxy, String problem) ->
          new Named(Reason.PROXY_FAILED, proxy, problem);
      case Refusal.DeadlineExceeded() -> new Named(Reason.DEADLINE_EXCEEDED);
      case Refusal.Misbehaved(String problem) -> new Named(Reason.REGISTRY_MISBEHAVED, "", problem);
      case Refusal.Busy() -> new Named(Reason.CONCURRENCY_LIMITED);
      case Refusal.FewPullsLeft(int remaining) ->
          new Named(Reason.FEW_PULLS_LEFT, Integer.toString(remaining), "");
      case Refusal.FailedLately(Refusal last) ->
          new Named(Reason.REGISTRY_FAILING, "", lately(nameDoubtful(last)));
      case Refusal.NotFound _, Refusal.Unauthorized _, Refusal.Denied _ ->
          throw new IllegalArgumentException("proves something: " + refusal);
    };
  }

  /// The same for a part of an image whose manifest was found: that it is not there, or not for us,
  /// is no proof of anything but a registry in disorder.
  static Named nameUndecided(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _, Refusal.Unauthorized _, Refusal.Denied _ ->
          new Named(Reason.REGISTRY_MISBEHAVED, "", "does not give a part of the image");
      case Refusal.CredentialWithheld _,
          Refusal.TooManyRequests _,
          Refusal.ServerError _,
          Refusal.Unreachable _,
          Refusal.AddressNotAllowed _,
          Refusal.ProxyFailed _,
          Refusal.DeadlineExceeded _,
          Refusal.Misbehaved _,
          Refusal.Busy _,
          Refusal.FewPullsLeft _,
          Refusal.FailedLately _ ->
          nameDoubtful(refusal);
    };
  }

  /// Such as `last: ConnectionRefused reg.example.com`.
  private static String lately(Named last) {
    return "last: " + brief(last);
  }

  private static String brief(Named named) {
    String about = named.subject().isEmpty() ? "" : " " + named.subject();
    return named.reason().word() + about;
  }

  /// Such as `12 minutes ago, and cannot be looked up now (RateLimited)`.
  static String lastSeen(Duration age, Refusal instead) {
    long minutes = Math.max(1, age.toMinutes());
    String ago = minutes == 1 ? "a minute ago" : minutes + " minutes ago";
    return ago + ", and cannot be looked up now (" + brief(nameDoubtful(instead)) + ")";
  }

  private static String retry(Duration after) {
    return "it asks to wait " + after.toSeconds() + " s";
  }

  private static Named notFound(Refusal.NotFound.Missing missing, ImageReference reference) {
    if (missing == Refusal.NotFound.Missing.REPOSITORY) {
      return new Named(Reason.REPOSITORY_NOT_FOUND);
    }
    String detail =
        missing == Refusal.NotFound.Missing.MANIFEST ? "" : "or there is no such repository";
    return new Named(
        reference.digest() == null ? Reason.TAG_NOT_FOUND : Reason.DIGEST_NOT_FOUND, "", detail);
  }

  /// Why there was no credential, or that it was the wrong one. What is wrong with a pull secret
  /// comes before what is wrong on the nodes: its author can mend it.
  private static Named unauthorized(
      Attempt attempt, boolean shown, Keyring keyring, Secrets secrets) {
    Optional<Source> source = attempt.credential();
    // An entry without a user name counts as a credential to the kubelet, and as none to
    // containerd.
    String detail = shown ? "" : "its entry holds nothing that can be shown";
    if (source.isPresent() && source.get().origin() == Origin.PULL_SECRET) {
      return new Named(Reason.CREDENTIALS_REJECTED, source.get().name(), detail);
    }
    if (!secrets.missing().isEmpty()) {
      return new Named(Reason.PULL_SECRET_NOT_FOUND, secrets.missing().getFirst(), "");
    }
    if (!keyring.ignored().isEmpty()) {
      var ignored = keyring.ignored().getFirst();
      return new Named(Reason.PULL_SECRET_WRONG_TYPE, ignored.name(), "it " + ignored.flaw());
    }
    if (!secrets.named().isEmpty()) {
      return new Named(
          Reason.PULL_SECRET_FOR_OTHER_REGISTRY, String.join(", ", secrets.named()), "");
    }
    return source
        .map(it -> new Named(Reason.NODE_CREDENTIALS_REJECTED, it.holder(), detail))
        .orElseGet(() -> new Named(Reason.CREDENTIALS_MISSING));
  }

  /// The same where the credential was a token that has ended.
  ///
  /// @param ended a clause that says so
  static Named expired(Source source, String ended) {
    return new Named(Reason.CREDENTIALS_REJECTED, source.name(), ended);
  }

  /// Whether a reason is about credentials, so that it helps to know what became of each.
  static boolean isAboutCredentials(Reason reason) {
    return ABOUT_CREDENTIALS.contains(reason);
  }

  private static Named unreachable(Refusal.Unreachable.Cause cause, String host) {
    return switch (cause) {
      case DNS -> new Named(Reason.DNS_FAILURE, host, "");
      case CONNECTION_REFUSED -> new Named(Reason.CONNECTION_REFUSED, host, "");
      case CONNECT_TIMEOUT -> new Named(Reason.CONNECTION_TIMED_OUT, host, "");
      case CONNECTION_LOST -> new Named(Reason.CONNECTION_LOST, host, "");
      case TLS_UNTRUSTED -> new Named(Reason.TLS_UNTRUSTED, host, "");
      case TLS_FAILED -> new Named(Reason.TLS_FAILED, host, "");
      case NOT_TLS -> new Named(Reason.TLS_FAILED, host, "it does not speak TLS");
    };
  }
}
