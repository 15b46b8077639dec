package dev.pullable.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of several causes that each change FILE, as one: each of them alone would be denied
/// for what the others mend.
public final class OneCommand {
  private static final int LONGEST = 2_000;
  private static final Pattern ON_FILE =
      Pattern.compile(
          "(kubectl (?:set image|patch) -f )FILE (.*)( \\| kubectl (?:apply|create) (?:-n \\S+ )?-f -)");

  private OneCommand() {}

  /// The first command of each cause that has one, piped into each other; empty where that is no
  /// more than one of them.
  public static Optional<String> of(List<Finding> causes) {
    Set<String> commands = new LinkedHashSet<>();
    causes.forEach(cause ->
        cause.remedy().stream()
            .filter(line -> ON_FILE.matcher(line).matches())
            .findFirst()
            .ifPresent(commands::add));
    if (commands.size() < 2) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    String applied = "";
    for (String command : commands) {
      Matcher parts = ON_FILE.matcher(command);
      if (parts.matches()) {
        line.append(line.isEmpty() ? parts.group(1) + "FILE " : " | " + parts.group(1) + "- ");
        line.append(parts.group(2));
        applied = parts.group(3);
      }
    }
    line.append(applied);
    return line.length() <= LONGEST ? Optional.of(line.toString()) : Optional.empty();
  }
}
