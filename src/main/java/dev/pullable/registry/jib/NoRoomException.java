package dev.pullable.registry.jib;

import java.io.IOException;

/// A body was not read on, since too much of others is in memory.
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  NoRoomException() {
    super("no room for the body");
  }
}
