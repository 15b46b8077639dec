package dev.pullable.admission;

import dev.pullable.policy.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text that kubectl prints. The first line of a denial is all that `kubectl get events` shows,
/// so it carries the first cause whole.
final class Messages {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_WARNINGS = 10;

  /// kube-apiserver cuts every warning to 256 once all of them are over 4096 characters.
  private static final int WARNING_LENGTH = 256;

  private Messages() {}

  /// Every cause, each with its remedy; images that share a cause share its lines.
  static String denial(List<Finding> findings) {
    Map<Cause, List<Finding>> causes = byCause(findings);
    StringBuilder text = new StringBuilder();
    int told = 0;
    for (List<Finding> cause : causes.values()) {
      if (told == MOST_CAUSES) {
        text.append("and ").append(causes.size() - told).append(" more\n");
        break;
      }
      Finding first = cause.getFirst();
      text.append(line(first, cause.size() - 1)).append('\n');
      if (!first.remedy().isEmpty()) {
        text.append("  ").append(first.remedy()).append('\n');
      }
      told++;
    }
    return text.toString().stripTrailing();
  }

  /// One line a cause: a warning with a control character in it would be dropped whole.
  static List<String> warnings(List<Finding> findings) {
    List<String> warnings = new ArrayList<>();
    Map<Cause, List<Finding>> causes = byCause(findings);
    for (List<Finding> cause : causes.values()) {
      if (warnings.size() == MOST_WARNINGS) {
        warnings.add("and " + (causes.size() - MOST_WARNINGS) + " more");
        break;
      }
      String line = line(cause.getFirst(), cause.size() - 1);
      warnings.add(
          line.length() > WARNING_LENGTH ? line.substring(0, WARNING_LENGTH - 1) + "…" : line);
    }
    return warnings;
  }

  private static String line(Finding finding, int others) {
    String more = others == 0 ? "" : " (and " + others + " more)";
    return finding.image().fieldPath()
        + more
        + ": "
        + finding.problem()
        + " ["
        + finding.reason().word()
        + "]";
  }

  private static Map<Cause, List<Finding>> byCause(List<Finding> findings) {
    Map<Cause, List<Finding>> causes = new LinkedHashMap<>();
    for (Finding finding : findings) {
      causes
          .computeIfAbsent(
              new Cause(finding.problem(), finding.remedy()), cause -> new ArrayList<>())
          .add(finding);
    }
    return causes;
  }

  private record Cause(String problem, String remedy) {}
}
