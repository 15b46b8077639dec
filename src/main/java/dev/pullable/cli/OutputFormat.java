package dev.pullable.cli;

import java.util.Locale;

/// The forms in which the result of a check can be written.
public enum OutputFormat {
  /// For people, in a terminal.
  TEXT,
  /// For programs.
  JSON,
  /// For code scanning.
  SARIF,
  /// For what shows the results of tests.
  JUNIT,
  /// For GitHub Actions, which shows it beside the lines.
  GITHUB;

  /// The report of this form.
  public CheckReport report(ReportOptions options) {
    WorkingDirectory directory = new WorkingDirectory(options.directory());
    return switch (this) {
      case TEXT -> new TextReport(options.ansi(), options.reasons());
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport(options.reasons(), directory, Version.number());
      case JUNIT -> new JunitReport(options);
      case GITHUB -> new GithubReport(options.reasons(), directory);
    };
  }

  /// As it is written on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
