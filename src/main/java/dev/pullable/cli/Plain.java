package dev.pullable.cli;

import dev.pullable.policy.Printable;

/// Text in one line upon which neither a terminal acts nor what runs a pipeline.
///
/// Runners take commands out of what is printed: GitHub's those that begin a line with `::` or have
/// `##[` anywhere (runner: ActionCommand.cs), Azure's those with `##vso[` anywhere.
final class Plain {
  private Plain() {}

  static String line(String text) {
    String line = Printable.line(text).replace("##", "#\\u0023");
    return line.stripLeading().startsWith("::") ? line.replaceFirst(":", "\\\\u003a") : line;
  }
}
