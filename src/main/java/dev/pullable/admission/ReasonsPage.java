package dev.pullable.admission;

import dev.pullable.policy.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Where people read on about a reason: a page with a section for each.
///
/// @param address what it is found under, such as `https://docs.example.com/reasons.html`
public record ReasonsPage(String address) {
  /// The page as this project has it.
  public static final ReasonsPage DEFAULT = new ReasonsPage("docs/reasons.md");

  private static final int MOST = 3;

  /// The last line of a message, with the sections of the first reasons.
  String line(List<Finding> told) {
    return told.stream()
        .map(finding -> finding.reason().word().toLowerCase(Locale.ROOT))
        .distinct()
        .limit(MOST)
        .map(anchor -> address + "#" + anchor)
        .collect(Collectors.joining(", ", "Read on: ", ""));
  }
}
