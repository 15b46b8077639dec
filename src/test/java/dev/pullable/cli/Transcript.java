package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/// What a run of `explain` printed.
record Transcript(int code, String out, String err) {

  static Transcript of(Engines engines, String... arguments) {
    return of(engines, Ansi.OFF, arguments);
  }

  static Transcript of(Engines engines, Ansi ansi, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new ExplainCommand(engines))
            .setColorScheme(Help.defaultColorScheme(ansi))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Transcript(code, out.toString(), err.toString());
  }

  /// The same under names and times that do not change.
  ///
  /// @param replaced what stands for what, of equal length so that columns stay
  Transcript with(String actual, String replaced) {
    return new Transcript(code, out.replace(actual, replaced), err);
  }

  /// Holds the output against the file of this name, and leaves it in `target/explain` to be
  /// compared.
  void isAsIn(String name) {
    String settled =
        out.replaceAll(" +\\d+ ms +with", "  N ms  with").replaceAll(" +\\d+ ms\n", "  N ms\n");
    Path file = Path.of("src/test/resources/explain", name + ".txt");
    Path actual = Path.of("target/explain", name + ".txt");
    try {
      Files.createDirectories(actual.getParent());
      Files.writeString(actual, settled);
      assertThat(settled).as(actual.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
