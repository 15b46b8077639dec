package dev.pullable.audit;

/// An audit that cannot begin. The message names what it lacks and what would be right.
public final class UnusableAuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableAuditException(String message) {
    super(message);
  }
}
