package dev.pullable.cli;

import java.nio.file.Path;
import java.util.Optional;

/// A file of the input as it was read.
///
/// @param name what places call it
/// @param path empty for the standard input
@SuppressWarnings("ArrayRecordComponent")
public record InputFile(String name, Optional<Path> path, byte[] text) {
  static final String STANDARD_INPUT = "<stdin>";

  @Override
  public String toString() {
    return "InputFile[" + name + "]";
  }
}
