package dev.pullable.cli;

import dev.pullable.policy.FileCommand;
import dev.pullable.policy.Finding;
import dev.pullable.policy.OneCommand;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.workload.Workload;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// The result for people: by file and object, each problem with its place, what was tried and what
/// mends it.
final class TextReport implements CheckReport {
  private final Ansi ansi;
  private final ReasonsPage reasons;

  TextReport(Ansi ansi, ReasonsPage reasons) {
    this.ansi = ansi;
    this.reasons = reasons;
  }

  @Override
  public void write(CheckResult result, PrintWriter out) {
    List<String> lines = new ArrayList<>();
    FindingLines below = new FindingLines(result);
    String file = "";
    for (CheckedWorkload workload : result.workloads()) {
      List<CheckFinding> findings = workload.findings();
      if (!findings.isEmpty()) {
        heading(file, workload.object().place().file(), lines);
        file = workload.object().place().file();
        object(workload.review().workload(), findings, below, lines);
      }
    }
    result.problems().forEach(it -> lines.add(problem(it)));
    if (lines.stream().anyMatch(it -> FileCommand.hasFile(it.strip()))) {
      lines.add(FindingLines.LEGEND);
    }
    List<Finding> told = result.findings().stream().map(CheckFinding::finding).toList();
    if (!told.isEmpty()) {
      lines.add(reasons.line(told));
    }
    lines.add(Totals.line(result));
    lines.forEach(out::println);
    out.flush();
  }

  private void heading(String before, String file, List<String> lines) {
    if (!file.equals(before)) {
      lines.add(styled(Plain.line(file), Style.bold));
    }
  }

  private void object(
      Workload workload, List<CheckFinding> findings, FindingLines below, List<String> lines) {
    lines.add("  " + objectName(workload));
    List<List<CheckFinding>> causes = byCause(findings);
    for (List<CheckFinding> cause : causes) {
      lines.add("    " + line(cause.getFirst(), cause.getFirst().finding().sentence()));
      cause.stream().skip(1).forEach(it -> lines.add("    " + line(it, "likewise")));
      below.of(cause.getFirst()).forEach(it -> lines.add("      " + it));
    }
    OneCommand.of(causes.stream().map(it -> it.getFirst().finding()).toList())
        .ifPresent(it -> {
          String file = findings.getFirst().place().file();
          lines.add("    All at once:");
          lines.add("      " + Plain.line(below.command(it, file)));
        });
  }

  private static String objectName(Workload workload) {
    String name = workload.name().isEmpty() ? "(no name)" : workload.name();
    return Plain.line("%s %s, namespace %s".formatted(workload.kind(), name, workload.namespace()));
  }

  private String line(CheckFinding it, String sentence) {
    return Plain.line(it.place().toString())
        + ": "
        + severity(it.severity())
        + " "
        + Plain.line(it.finding().image().fieldPath() + ": " + sentence);
  }

  private String problem(InputProblem it) {
    return Plain.line(it.place().toString())
        + ": "
        + styled("UNREADABLE", Style.fg_red)
        + " "
        + Plain.line(it.problem());
  }

  private String severity(Severity severity) {
    return switch (severity) {
      case DENY -> styled(severity.name(), Style.fg_red);
      case WARN -> styled(severity.name(), Style.fg_yellow);
      case AUDIT -> styled(severity.name(), Style.faint);
    };
  }

  /// Not by picocli's own markup, which might stand in the text.
  private String styled(String text, Style style) {
    return ansi.enabled() ? style.on() + text + style.off() : text;
  }

  private static List<List<CheckFinding>> byCause(List<CheckFinding> findings) {
    record Key(Severity severity, Finding.Cause cause) {}
    Map<Key, List<CheckFinding>> causes = new LinkedHashMap<>();
    for (CheckFinding it : findings) {
      causes
          .computeIfAbsent(new Key(it.severity(), it.finding().cause()), _ -> new ArrayList<>())
          .add(it);
    }
    return List.copyOf(causes.values());
  }
}
