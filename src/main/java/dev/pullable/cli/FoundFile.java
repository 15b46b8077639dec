package dev.pullable.cli;

import java.nio.file.Path;

/// A file that an argument stands for.
///
/// @param name as the user named it, or below the directory that they named
/// @param named whether the argument names this very file
record FoundFile(String name, Path path, boolean named) {}
