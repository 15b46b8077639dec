package dev.pullable.cli;

/// What the admission webhook would do about a finding, the most serious first.
public enum Severity {
  /// Refuse the object.
  DENY,
  /// Admit it with a warning.
  WARN,
  /// Admit and record it.
  AUDIT
}
