package dev.pullable.registry;

import java.time.Duration;

/// How long what a registry answered about a manifest is believed. Zero believes nothing of its
/// kind.
///
/// @param tag how long a tag points at the digest that it pointed at
/// @param stale up to which age that is used while the registry is asked again
/// @param staleIfError up to which age it is used where the registry gives no answer
/// @param digest how long a credential is let in for a digest that it was let in for
/// @param missing how long a manifest is missing that was missing; short, so that it can be pushed
/// @param refused how long a credential is refused that was refused
public record TimesToLive(
    Duration tag,
    Duration stale,
    Duration staleIfError,
    Duration digest,
    Duration missing,
    Duration refused) {

  /// Why these: docs/decisions/0012-times-to-live.md.
  public static final TimesToLive DEFAULT =
      new TimesToLive(
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10));

  /// How long what was found is fresh.
  Duration fresh(boolean byDigest) {
    return byDigest ? digest : tag;
  }

  /// How long what was found is of any use.
  Duration found(boolean byDigest) {
    Duration other = stale.compareTo(staleIfError) > 0 ? stale : staleIfError;
    Duration fresh = fresh(byDigest);
    return fresh.compareTo(other) > 0 ? fresh : other;
  }

  /// How long a refusal is believed: one that says nothing of the image is not.
  Duration refusal(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _ -> missing;
      case Refusal.Unauthorized _, Refusal.Denied _ -> refused;
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
          Duration.ZERO;
    };
  }
}
