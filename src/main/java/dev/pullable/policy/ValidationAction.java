package dev.pullable.policy;

/// What is done about a finding, in the words of ValidatingAdmissionPolicy.
public enum ValidationAction {
  DENY,
  WARN,
  /// Only recorded.
  AUDIT
}
