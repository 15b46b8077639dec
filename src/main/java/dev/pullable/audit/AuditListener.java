package dev.pullable.audit;

/// Whoever is told of finished passes.
public interface AuditListener {

  void finished(Audited audited);

  /// What was told before does not count any more, since another replica audits now.
  default void lapsed() {}
}
