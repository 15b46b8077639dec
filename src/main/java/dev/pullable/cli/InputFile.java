package dev.pullable.cli;

import java.nio.file.Path;
import java.util.Optional;

/// A file of the input as it was read.
public final class InputFile {
  static final String STANDARD_INPUT = "<stdin>";

  private final String name;
  private final Optional<Path> path;
  private final byte[] text;

  /// @param name what places call it
  /// @param path empty for the standard input
  InputFile(String name, Optional<Path> path, byte[] text) {
    this.name = name;
    this.path = path;
    this.text = text;
  }

  String name() {
    return name;
  }

  Optional<Path> path() {
    return path;
  }

  /// Not a copy.
  byte[] text() {
    return text;
  }

  @Override
  public String toString() {
    return "InputFile[" + name + "]";
  }
}
