package dev.pullable.admission;

import dev.pullable.policy.Finding;
import dev.pullable.policy.OneCommand;
import dev.pullable.policy.ReasonsPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The text that kubectl prints. The first line of a denial is all that `kubectl get events` shows,
/// so it carries the first cause whole.
final class Messages {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_WARNINGS = 10;

  /// In characters; etcd keeps it with each event that tells of it.
  private static final int MOST_TEXT = 8_000;

  /// In characters. kube-apiserver cuts every warning to 256 once all of them are over 4096.
  private static final int WARNING_LENGTH = 256;

  private Messages() {}

  /// Every cause, each with what was tried and its remedies, and where to read on; images that
  /// share a cause share its lines.
  static String denial(List<Finding> findings, ReasonsPage page) {
    StringBuilder text = new StringBuilder();
    List<List<Finding>> causes = byCause(findings);
    int told = 0;
    while (told < Math.min(MOST_CAUSES, causes.size())) {
      String paragraph = paragraph(causes.get(told));
      if (told > 0 && text.length() + paragraph.length() > MOST_TEXT) {
        break;
      }
      text.append(paragraph);
      told++;
    }
    if (told < causes.size()) {
      text.append(rest(causes, told)).append('\n');
    }
    List<Finding> firsts = firsts(told(causes, told));
    OneCommand.of(firsts)
        .ifPresent(it -> text.append("All at once:\n  ").append(printable(it)).append('\n'));
    return text.append(page.line(firsts)).toString();
  }

  private static String paragraph(List<Finding> cause) {
    Finding first = cause.getFirst();
    return Stream.of(List.of(line(cause)), indented(first.trace()), indented(first.remedy()))
        .flatMap(List::stream)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> indented(List<String> lines) {
    return lines.stream().map(line -> "  " + printable(line)).toList();
  }

  private static List<Finding> firsts(List<List<Finding>> causes) {
    return causes.stream().map(List::getFirst).toList();
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
    return printable(first.image().fieldPath() + others + ": " + first.sentence());
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
    Map<Finding.Cause, List<Finding>> causes = new LinkedHashMap<>();
    for (Finding finding : findings) {
      causes.computeIfAbsent(finding.cause(), _ -> new ArrayList<>()).add(finding);
    }
    return List.copyOf(causes.values());
  }
}
