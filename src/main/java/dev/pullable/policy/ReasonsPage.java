package dev.pullable.policy;

import dev.pullable.resolution.Reason;
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

  /// The section of a reason.
  public String section(Reason reason) {
    return address + "#" + reason.word().toLowerCase(Locale.ROOT);
  }

  /// The last line of a message, with the sections of the first reasons.
  public String line(List<Finding> told) {
    return told.stream()
        .map(Finding::reason)
        .distinct()
        .limit(MOST)
        .map(this::section)
        .collect(Collectors.joining(", ", "Read on: ", ""));
  }
}
