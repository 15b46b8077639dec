package dev.pullable.audit;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// A report on a terminal: the verdict, the namespaces and the worst findings, as much of them as
/// one reads.
final class TextSummary {
  private static final int MOST_NAMESPACES = 15;
  private static final int MOST_FINDINGS = 20;
  private static final int LONGEST_NAME = 40;

  private final AuditReport report;
  private final PrintWriter out;

  TextSummary(AuditReport report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  void print() {
    Headline headline = new Headline(report);
    out.println(headline.verdict());
    out.println(headline.scope() + " · " + headline.time());
    if (!report.incomplete().isEmpty()) {
      out.println("Not everything was looked at: " + Markup.visible(report.incomplete()) + ".");
    }
    namespaces();
    findings();
    out.flush();
  }

  private void namespaces() {
    List<NamespaceSummary> some =
        NamespaceMap.ordered(report.namespaces()).stream()
            .filter(it -> it.worst() != Outcome.PULLABLE)
            .toList();
    if (some.isEmpty()) {
      return;
    }
    List<NamespaceSummary> shown = some.subList(0, Math.min(MOST_NAMESPACES, some.size()));
    int width =
        Math.max(
            "NAMESPACE".length(), shown.stream().mapToInt(it -> name(it).length()).max().orElse(0));
    String format = "%-" + width + "s  %10s  %8s  %8s  %8s%n";
    out.println();
    out.printf(Locale.ROOT, format, "NAMESPACE", "UNPULLABLE", "DOUBT", "CONCERN", "PULLABLE");
    for (NamespaceSummary it : shown) {
      out.printf(
          Locale.ROOT,
          format,
          name(it),
          it.count(Outcome.UNPULLABLE),
          it.count(Outcome.DOUBT),
          it.count(Outcome.CONCERN),
          it.count(Outcome.PULLABLE));
    }
    if (some.size() > shown.size()) {
      out.println("and " + Headline.counted(some.size() - shown.size(), "more namespace"));
    }
  }

  private static String name(NamespaceSummary namespace) {
    String name = Markup.visible(namespace.namespace());
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  private void findings() {
    List<AuditFinding> findings = report.findings();
    for (AuditFinding it : findings.subList(0, Math.min(MOST_FINDINGS, findings.size()))) {
      out.println();
      out.println(
          Markup.visible(
              it.namespace()
                  + "/"
                  + it.kind()
                  + "/"
                  + it.name()
                  + ": "
                  + it.problem()
                  + " ["
                  + it.reason().word()
                  + "]"));
      it.remedy().forEach(line -> out.println("  " + Markup.visible(line)));
    }
    long rest = (long) Math.max(0, findings.size() - MOST_FINDINGS) + report.omitted();
    if (rest > 0) {
      out.println();
      out.printf(
          Locale.ROOT,
          "and %,d more finding%s; --html FILE and --json FILE have %s.%n",
          rest,
          rest == 1 ? "" : "s",
          report.omitted() > 0 ? "more of them" : "all");
    }
  }
}
