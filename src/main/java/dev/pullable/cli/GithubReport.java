package dev.pullable.cli;

import dev.pullable.manifest.Place;
import dev.pullable.policy.ReasonsPage;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result as workflow commands, which GitHub Actions turns into annotations.
final class GithubReport implements CheckReport {
  /// Of a step and level (toolkit: docs/problem-matchers.md, Limitations).
  private static final int MOST_SHOWN = 10;

  private final ReasonsPage reasons;
  private final WorkingDirectory directory;

  GithubReport(ReasonsPage reasons, WorkingDirectory directory) {
    this.reasons = reasons;
    this.directory = directory;
  }

  @Override
  public void write(CheckResult result, PrintWriter out) {
    FindingLines lines = new FindingLines(result);
    for (InputProblem it : result.problems()) {
      out.println(command("error", it.place(), "Unreadable", List.of(it.problem())));
    }
    result.findings().forEach(it -> out.println(command(it, lines)));
    if (tooMany(result)) {
      out.printf(
          "GitHub shows %d annotations of a level and step; all of them are in this log.%n",
          MOST_SHOWN);
    }
    out.println(Totals.line(result));
    out.flush();
  }

  private String command(CheckFinding it, FindingLines lines) {
    String level =
        switch (it.severity()) {
          case DENY -> "error";
          case WARN -> "warning";
          case AUDIT -> "notice";
        };
    List<String> message =
        Stream.of(
                List.of(it.finding().sentence()),
                lines.of(it),
                List.of(reasons.line(List.of(it.finding()))))
            .flatMap(List::stream)
            .toList();
    return command(level, it.place(), it.finding().reason().word(), message);
  }

  private String command(String level, Place place, String title, List<String> message) {
    String text = message.stream().map(Plain::line).collect(Collectors.joining("\n"));
    return "::%s %stitle=%s::%s".formatted(level, properties(place), property(title), data(text));
  }

  /// Of a file that is in the repository; a message of its own else. The runner drops columns that
  /// are not of one line.
  private String properties(Place place) {
    return directory
        .below(place.file())
        .map(file -> {
          String lines =
              "file=%s,line=%d,endLine=%d,"
                  .formatted(property(Plain.line(file)), place.line(), place.endLine());
          return place.line() == place.endLine()
              ? lines + "col=%d,endColumn=%d,".formatted(place.column(), place.endColumn())
              : lines;
        })
        .orElse("");
  }

  private static boolean tooMany(CheckResult result) {
    return result.count(Severity.DENY) + result.problems().size() > MOST_SHOWN
        || Arrays.stream(Severity.values()).anyMatch(it -> result.count(it) > MOST_SHOWN);
  }

  /// runner: ActionCommand.cs, the mappings of data.
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /// runner: ActionCommand.cs, the mappings of properties.
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
