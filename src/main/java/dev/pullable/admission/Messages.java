package dev.pullable.admission;

import dev.pullable.policy.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The text that kubectl prints. The first line of a denial is all that `kubectl get events` shows,
/// so it carries the first cause whole.
final class Messages {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_WARNINGS = 10;

  /// In characters. kube-apiserver cuts every warning to 256 once all of them are over 4096.
  private static final int WARNING_LENGTH = 256;

  private Messages() {}

  /// Every cause, each with its remedy; images that share a cause share its lines.
  static String denial(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    List<List<Finding>> causes = byCause(findings);
    for (List<Finding> cause : told(causes, MOST_CAUSES)) {
      text.append(line(cause)).append('\n');
      Stream.of(cause.getFirst().trace(), cause.getFirst().remedy())
          .flatMap(List::stream)
          .forEach(more -> text.append("  ").append(printable(more)).append('\n'));
    }
    if (causes.size() > MOST_CAUSES) {
      text.append(rest(causes, MOST_CAUSES));
    }
    return text.toString().stripTrailing();
  }

  /// One line a cause: a warning with a control character in it would be dropped whole.
  static List<String> warnings(List<Finding> findings) {
    List<String> warnings = new ArrayList<>();
    List<List<Finding>> causes = byCause(findings);
    boolean all = causes.size() <= MOST_WARNINGS;
    int most = all ? MOST_WARNINGS : MOST_WARNINGS - 1;
    for (List<Finding> cause : told(causes, most)) {
      warnings.add(cut(line(cause)));
    }
    if (!all) {
      warnings.add(rest(causes, most));
    }
    return warnings;
  }

  private static List<List<Finding>> told(List<List<Finding>> causes, int most) {
    return causes.subList(0, Math.min(most, causes.size()));
  }

  private static String rest(List<List<Finding>> causes, int told) {
    int images = causes.subList(told, causes.size()).stream().mapToInt(List::size).sum();
    return images == 1 ? "and 1 more image" : "and " + images + " more images";
  }

  private static String line(List<Finding> cause) {
    Finding first = cause.getFirst();
    String others = cause.size() == 1 ? "" : " (and " + (cause.size() - 1) + " more)";
    return printable(
        first.image().fieldPath()
            + others
            + ": "
            + first.problem()
            + " ["
            + first.reason().word()
            + "]");
  }

  /// Names of objects stand in the text as the cluster or a directory of files has them.
  private static String printable(String line) {
    return line.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ");
  }

  /// Not between the halves of a surrogate pair.
  private static String cut(String line) {
    return line.codePointCount(0, line.length()) <= WARNING_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WARNING_LENGTH - 1)) + "…";
  }

  private static List<List<Finding>> byCause(List<Finding> findings) {
    Map<Cause, List<Finding>> causes = new LinkedHashMap<>();
    for (Finding finding : findings) {
      causes
          .computeIfAbsent(
              new Cause(finding.problem(), finding.trace(), finding.remedy()),
              _ -> new ArrayList<>())
          .add(finding);
    }
    return List.copyOf(causes.values());
  }

  private record Cause(String problem, List<String> trace, List<String> remedy) {}
}
