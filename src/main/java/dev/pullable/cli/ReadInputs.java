package dev.pullable.cli;

import dev.pullable.manifest.LocatedManifest;
import java.util.List;

/// What was read of a command's arguments.
///
/// @param objects in the order of the input
/// @param problems what could not be read
/// @param sources the files that were read, with their text
/// @param passedOver how many files or documents were found that hold no Kubernetes object
public record ReadInputs(
    List<LocatedManifest> objects,
    List<InputProblem> problems,
    List<InputFile> sources,
    int passedOver) {

  public ReadInputs {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
    sources = List.copyOf(sources);
  }

  /// How many files were read, the standard input being one.
  public int files() {
    return sources.size();
  }
}
