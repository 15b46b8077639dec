package dev.pullable.registry.jib;

import java.io.IOException;

/// A body that goes on past its cap.
final class BodyTooLargeException extends IOException {
  private final int limit;

  BodyTooLargeException(int limit) {
    super("body over " + limit + " bytes");
    this.limit = limit;
  }

  int limit() {
    return limit;
  }
}
