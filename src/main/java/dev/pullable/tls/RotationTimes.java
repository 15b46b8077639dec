package dev.pullable.tls;

import java.time.Duration;

/// How long certificates live.
///
/// @param serving the lifetime of a serving certificate, renewed at two thirds of it
/// @param authority the lifetime of an authority, whose successor is made at two thirds of it
/// @param settling how long a change of the trusted certificates must have been seen in place
///   before anything is signed in reliance on it
public record RotationTimes(Duration serving, Duration authority, Duration settling) {
  /// Ample for all replicas to have read a change and for all API servers to act on it.
  private static final Duration SETTLING = Duration.ofMinutes(10);

  /// The least that leaves room for a rotation: an authority outlives what it signed last.
  private static final int SERVING_LIVES = 2;

  private static final int SETTLING_PART = 12;

  public RotationTimes {
    if (!serving.isPositive() || authority.compareTo(serving.multipliedBy(SERVING_LIVES)) < 0) {
      throw new IllegalArgumentException(
          "an authority must live at least twice as long as what it signs");
    }
  }

  /// With the usual settling time, or a part of the authority's lifetime where that is short.
  public static RotationTimes of(Duration serving, Duration authority) {
    Duration part = authority.dividedBy(SETTLING_PART);
    return new RotationTimes(serving, authority, part.compareTo(SETTLING) < 0 ? part : SETTLING);
  }

  /// How long a replaced authority stays trusted: as long as anything that it signed may be served,
  /// also by a replica that has not heard of its successor yet.
  Duration retirement() {
    return serving.plus(settling);
  }
}
