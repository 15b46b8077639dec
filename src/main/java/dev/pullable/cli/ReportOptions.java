package dev.pullable.cli;

import dev.pullable.policy.ReasonsPage;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/// How a report is to be written.
///
/// @param ansi whether there are colours, of those forms that have any
/// @param reasons where readers are sent
/// @param failOn the least severity that fails
/// @param directory what files are named relative to, where the form demands it
public record ReportOptions(Ansi ansi, ReasonsPage reasons, Severity failOn, Path directory) {

  /// Whether a finding fails the check.
  boolean fails(CheckFinding finding) {
    return finding.severity().compareTo(failOn) <= 0;
  }
}
