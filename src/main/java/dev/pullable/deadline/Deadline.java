package dev.pullable.deadline;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The moment by which an answer is due, on a monotonic clock, so that a corrected wall clock moves
/// nothing.
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long atNanos;

  private Deadline(LongSupplier nanoTime, long atNanos) {
    this.nanoTime = nanoTime;
    this.atNanos = atNanos;
  }

  /// The deadline `budget` from now.
  public static Deadline in(Duration budget) {
    return in(budget, System::nanoTime);
  }

  /// The deadline `budget` from now on the given clock, for tests.
  public static Deadline in(Duration budget, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + budget.toNanos());
  }

  /// What is left, never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - nanoTime.getAsLong()));
  }

  /// The same, less what is kept of it for something else.
  public Deadline less(Duration kept) {
    return new Deadline(nanoTime, atNanos - kept.toNanos());
  }

  public boolean isOver() {
    return remaining().isZero();
  }
}
