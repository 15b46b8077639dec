package dev.pullable.audit;

/// What would become of an image that runs already, were its Pod rescheduled now. The worst last.
public enum Outcome {
  /// It would be pulled.
  PULLABLE,
  /// It would be pulled, and there is something to be said about it.
  CONCERN,
  /// There is no telling.
  DOUBT,
  /// It would not be pulled. Where it is on some Nodes already and need not be, it would not be on
  /// any other.
  UNPULLABLE
}
