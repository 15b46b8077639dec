package dev.pullable.advice;

import dev.pullable.deadline.Deadline;

/// Looks for what mends an image that was refused.
@FunctionalInterface
public interface Advisor {
  /// One who knows nothing.
  Advisor NONE = (_, _) -> Advice.NONE;

  /// What was found by the deadline; called once an image, for several at a time.
  Advice advise(Refused refused, Deadline deadline);
}
