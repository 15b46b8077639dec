package dev.pullable.cli;

import dev.pullable.policy.FileCommand;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The lines below a finding's problem: what was tried, and what mends it, with the file's own name
/// in the commands.
///
/// A file of several workloads keeps the word FILE, which stands for the object by itself: a
/// command on the whole file would change the others with it.
final class FindingLines {
  /// What FILE is, where it is left.
  static final String LEGEND = "FILE: a file with that object by itself.";

  private final Map<String, Long> workloads;

  FindingLines(CheckResult result) {
    workloads =
        result.workloads().stream()
            .collect(
                Collectors.groupingBy(it -> it.object().place().file(), Collectors.counting()));
  }

  List<String> of(CheckFinding it) {
    return Stream.concat(
            it.finding().trace().stream(),
            it.finding().remedy().stream().map(line -> command(line, it.place().file())))
        .map(Plain::line)
        .toList();
  }

  /// A command with the file's name in it; every other line as it is.
  String command(String line, String file) {
    boolean alone = workloads.getOrDefault(file, 0L) == 1;
    return alone && !file.equals(InputFile.STANDARD_INPUT)
        ? FileCommand.on(line, file).orElse(line)
        : line;
  }
}
