package dev.pullable.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The last line for people: how much was checked, and what came of it.
final class Totals {
  private static final double MILLIS = 1000.0;

  private Totals() {}

  static String line(CheckResult result) {
    String checked =
        "%s, %s, %s, %s"
            .formatted(
                counted(result.files(), "file"),
                counted(result.objects(), "object"),
                counted(result.workloads().size(), "workload"),
                counted(result.images(), "image"));
    String took = " (%s s)".formatted(seconds(result));
    List<String> found = found(result);
    if (!found.isEmpty()) {
      return checked + ": " + String.join(", ", found) + took;
    }
    return (result.images() == 0 ? "Nothing to check: " : "Nothing found: ") + checked + took;
  }

  /// Such as `1.234`.
  static String seconds(CheckResult result) {
    return String.format(Locale.ROOT, "%.3f", result.took().toMillis() / MILLIS);
  }

  private static List<String> found(CheckResult result) {
    List<String> found = new ArrayList<>();
    add(found, result.count(Severity.DENY), "denied");
    add(found, result.count(Severity.WARN), "warned");
    add(found, result.count(Severity.AUDIT), "audited");
    add(found, result.problems().size(), "unreadable");
    return found;
  }

  private static void add(List<String> found, long count, String word) {
    if (count > 0) {
      found.add(count + " " + word);
    }
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
