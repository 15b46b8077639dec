package dev.pullable.policy;

import dev.pullable.resolution.Reason;

/// How much is asked of images, each level all that the ones before it ask.
public enum Level {
  /// Nothing.
  OFF,
  /// That they can be pulled, from where the operator allows it.
  PULLABLE,
  /// That they name a tag other than `latest`, or a digest.
  TAGGED,
  /// That they name a digest.
  PINNED;

  /// Whether what the other level asks is asked here, too.
  boolean includes(Level other) {
    return compareTo(other) >= 0;
  }

  /// The level from which on a reason counts.
  static Level of(Reason reason) {
    if (reason == Reason.DIGEST_MISSING) {
      return PINNED;
    }
    return reason == Reason.LATEST_TAG ? TAGGED : PULLABLE;
  }
}
