package dev.pullable.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// That denials in a namespace are suspended for a while, and why.
///
/// @param until when it ends
/// @param reason in one line
public record BreakGlass(Instant until, String reason) {
  /// How long ahead its end may be, so that nobody forgets one.
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int LONGEST_REASON = 256;

  /// Reads an end and a reason, such as `2026-11-21T18:00:00Z INC-1234`.
  ///
  /// @throws IllegalArgumentException saying in one clause what is wrong
  static BreakGlass parse(String text) {
    // An end is no longer than that, with all the digits that it may have.
    if (text.length() > 2 * LONGEST_REASON) {
      throw new IllegalArgumentException("it is too long");
    }
    String[] parts = text.strip().split("\\s+", 2);
    Instant until = until(parts[0]);
    String reason = parts.length < 2 ? "" : parts[1].replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("there is no reason after the end");
    }
    if (reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "its reason has more than " + LONGEST_REASON + " characters");
    }
    return new BreakGlass(until, reason);
  }

  private static Instant until(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "it does not begin with its end, such as 2026-11-21T18:00:00Z", e);
    }
  }

  boolean isInForce(Instant now) {
    return now.isBefore(until) && !isTooFarAhead(now);
  }

  boolean isTooFarAhead(Instant now) {
    return until.isAfter(now.plus(LONGEST));
  }

  /// As it is recorded.
  public String text() {
    return until + " " + reason;
  }
}
