package dev.pullable.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether somebody looks at what is written.
final class Terminal {
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;

  private Terminal() {}

  /// Whether the standard output is a terminal.
  static boolean isOutput() {
    return is(OUTPUT);
  }

  /// Whether the standard error is one.
  static boolean isError() {
    return is(ERROR);
  }

  /// The JDK's console is of the standard input and output together, of which one may well be a
  /// pipe: `pullable check - > report.json`. It is null again where it is none, since JDK 25
  /// (JDK-8351435).
  @SuppressWarnings("SystemConsoleNull")
  private static boolean is(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
