package dev.pullable.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// The option that says whether there are colours.
final class ColorOption {
  /// When there are.
  enum When {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--color",
      defaultValue = "auto",
      paramLabel = "WHEN",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, on a terminal unless NO_COLOR is"
              + " set).")
  private When when = When.AUTO;

  Ansi ansi() {
    return ansi(System.getenv(), Terminal.isOutput());
  }

  /// @param terminal whether the standard output is one
  Ansi ansi(Map<String, String> environment, boolean terminal) {
    return switch (when) {
      case ALWAYS -> Ansi.ON;
      case NEVER -> Ansi.OFF;
      case AUTO -> {
        boolean wanted =
            environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        yield terminal && wanted ? Ansi.ON : Ansi.OFF;
      }
    };
  }
}
