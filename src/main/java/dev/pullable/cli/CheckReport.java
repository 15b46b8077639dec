package dev.pullable.cli;

import java.io.PrintWriter;

/// A form in which the result of a check is written.
public interface CheckReport {

  /// Writes all of it. What comes from files or registries is escaped as the form demands.
  void write(CheckResult result, PrintWriter out);
}
