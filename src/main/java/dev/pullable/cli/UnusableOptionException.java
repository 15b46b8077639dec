package dev.pullable.cli;

/// Options or settings that cannot be used. The message names the option or key, its value and what
/// would be right.
public final class UnusableOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableOptionException(String message) {
    super(message);
  }
}
