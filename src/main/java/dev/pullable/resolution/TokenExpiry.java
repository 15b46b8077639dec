package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Credential.Origin;
import dev.pullable.credential.Expiry;
import dev.pullable.resolution.Resolution.Concern;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is said of tokens in pull secrets that end, or have ended.
///
/// @param within how soon a token has to end for that to be told while it is still let in; zero
///   never tells it
public record TokenExpiry(InstantSource clock, Duration within) {
  /// Tells what has ended only.
  public static final TokenExpiry NOT_FORESEEN =
      new TokenExpiry(InstantSource.system(), Duration.ZERO);

  /// A clause such as `its token expired 3 hours ago`; empty if the token has not ended, or does
  /// not say when it does.
  ///
  /// @param credentials all that may be meant; nothing is said of one that another may stand for
  String expired(List<Credential> credentials) {
    if (credentials.size() != 1 || credentials.getFirst().anonymousOnWire()) {
      return "";
    }
    Instant now = clock.instant();
    return Expiry.of(credentials.getFirst())
        .filter(end -> end.isBefore(now))
        .map(end -> "its token expired " + words(Duration.between(end, now)) + " ago")
        .orElse("");
  }

  /// That a pull secret lets the image in now and will not for long.
  ///
  /// @param shown what was let in; null for no credential
  Optional<Concern> soon(@Nullable Credential shown) {
    if (shown == null
        || shown.anonymousOnWire()
        || shown.source().origin() != Origin.PULL_SECRET
        || !within.isPositive()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return Expiry.of(shown)
        .filter(end -> end.isAfter(now) && !end.isAfter(now.plus(within)))
        .map(end -> concern(shown, Duration.between(now, end)));
  }

  private static Concern concern(Credential shown, Duration left) {
    String detail = "in %s; Pods that start later cannot pull with it".formatted(words(left));
    return new Concern(Reason.CREDENTIALS_EXPIRING, shown.source().name(), detail, List.of());
  }

  private static String words(Duration span) {
    if (span.toDays() >= 2) {
      return span.toDays() + " days";
    }
    if (span.toHours() >= 2) {
      return span.toHours() + " hours";
    }
    long minutes = Math.max(1, span.toMinutes());
    return minutes == 1 ? "a minute" : minutes + " minutes";
  }
}
