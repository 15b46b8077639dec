package dev.pullable.audit;

/// Who makes a pass over everything that runs, once and at once.
@FunctionalInterface
public interface Audits {
  /// Makes a pass.
  ///
  /// @throws UnusableAuditException if the options or settings cannot be used, or the API server
  ///   gives no answer at all
  AuditReport run(AuditOptions options);
}
