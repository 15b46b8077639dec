package dev.pullable.cli;

import dev.pullable.workload.ContainerImage;
import java.time.Duration;
import java.util.List;

/// What came of a check.
///
/// @param workloads in the order of the input
/// @param problems what could not be read
/// @param objects how many objects were read, those that pull nothing included
/// @param files how many files, the standard input being one
public record CheckResult(
    List<CheckedWorkload> workloads,
    List<InputProblem> problems,
    int objects,
    int files,
    Duration took) {

  public CheckResult {
    workloads = List.copyOf(workloads);
    problems = List.copyOf(problems);
  }

  /// All findings, in the order of the input.
  public List<CheckFinding> findings() {
    return workloads.stream().flatMap(it -> it.findings().stream()).toList();
  }

  /// How many findings there are of a severity.
  public long count(Severity severity) {
    return findings().stream().filter(it -> it.severity() == severity).count();
  }

  /// How many different images there are.
  public long images() {
    return workloads.stream()
        .flatMap(it -> it.review().workload().images().stream())
        .map(ContainerImage::image)
        .distinct()
        .count();
  }
}
