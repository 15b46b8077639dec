package dev.pullable.cli;

import dev.pullable.policy.Printable;
import dev.pullable.reference.EmbeddedSecrets;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/// A line on a terminal that says how many images are done, gone once it is closed.
///
/// Our own, since it is a line of ASCII: the library for it, `me.tongfei:progressbar`, asks JLine
/// for the terminal, whose native access the JDK warns of.
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 80;
  private static final int LEAST_WIDTH = 30;
  private static final int BAR = 20;
  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  /// Where it takes no longer than this, nothing flashes.
  private static final long DELAY = Duration.ofMillis(500).toNanos();

  private final int total;
  private final PrintWriter out;
  private final int width;
  private final LongSupplier nanos;
  private final boolean shown;
  private int done;
  private int written;
  private long next;

  /// @param shown whether there is anybody to see it
  /// @param nanos a clock such as [System#nanoTime]
  Progress(int total, PrintWriter out, boolean shown, int width, LongSupplier nanos) {
    this.total = total;
    this.out = out;
    this.shown = shown;
    this.width = width;
    this.nanos = nanos;
    this.next = nanos.getAsLong() + DELAY;
  }

  /// One on the standard error, if that is a terminal with somebody before it.
  ///
  /// @param total how many images there are
  /// @param out the standard error
  public static Progress of(int total, PrintWriter out) {
    Map<String, String> environment = System.getenv();
    boolean shown = isTerminal() && isWanted(environment);
    return new Progress(total, out, shown, width(environment), System::nanoTime);
  }

  /// One more image is done. May be called by several threads.
  public synchronized void done(String image) {
    done++;
    long now = nanos.getAsLong();
    if (!shown || now - next < 0) {
      return;
    }
    next = now + INTERVAL;
    draw(line(image));
  }

  /// Leaves nothing of it.
  @Override
  public synchronized void close() {
    if (written > 0) {
      draw("");
      out.print('\r');
      out.flush();
    }
  }

  private String line(String image) {
    int filled = total == 0 ? BAR : (int) ((long) BAR * Math.min(done, total) / total);
    String bar = "=".repeat(filled) + " ".repeat(BAR - filled);
    String name = Printable.line(EmbeddedSecrets.hidden(image)).replaceAll("[^ -~]", "?");
    String line = "[%s] %d/%d %s".formatted(bar, done, total, name);
    return line.length() < width ? line : line.substring(0, width - 1);
  }

  /// Over the line before, with spaces where that was longer: not every terminal clears a line.
  private void draw(String line) {
    out.print('\r' + line + " ".repeat(Math.max(0, written - line.length())));
    out.flush();
    written = line.length();
  }

  static boolean isWanted(Map<String, String> environment) {
    return !"dumb".equals(environment.get("TERM")) && environment.getOrDefault("CI", "").isEmpty();
  }

  static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("\\d{2,4}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : WIDTH;
  }

  /// Whether the standard error is one. The JDK knows only of the other two, of which either may be
  /// a pipe: `pullable check - > report.json`.
  ///
  /// The console is null again where it is none, since JDK 25 (JDK-8351435).
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Path error = Path.of("/proc/self/fd/2");
    try {
      String target = Files.readSymbolicLink(error).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
