package dev.pullable.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command of a remedy that reads the object from a file, for which FILE stands.
public final class FileCommand {
  private static final Pattern ON_FILE =
      Pattern.compile("(kubectl (?:set image|patch) -f )FILE( .*)");

  private FileCommand() {}

  /// The line with the file's own name, quoted for a shell, in place of FILE: of a command alone,
  /// never of a sentence. Empty where the line has no FILE, or kubectl could not be given that
  /// name.
  public static Optional<String> on(String line, String file) {
    Matcher command = ON_FILE.matcher(line);
    return command.matches() && canBeGiven(file)
        ? Optional.of(command.group(1) + CommandLine.quoted(file) + command.group(2))
        : Optional.empty();
  }

  /// Whether FILE stands in the line for a file.
  public static boolean hasFile(String line) {
    return ON_FILE.matcher(line).matches();
  }

  /// The values of -f are read as a line of CSV, where commas part files (pflag: stringSlice); `-`
  /// is the standard input and what begins with a scheme is fetched (cli-runtime:
  /// resource/builder.go).
  private static boolean canBeGiven(String file) {
    return !file.isEmpty()
        && !file.equals("-")
        && !file.startsWith("http:")
        && !file.startsWith("https:")
        && file.indexOf(',') < 0
        && file.indexOf('"') < 0
        && Printable.line(file).equals(file);
  }
}
