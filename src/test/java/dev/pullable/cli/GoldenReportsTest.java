package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.ReasonsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Help.Ansi;

/// The reports as they are printed, read by eye before they are kept: `-Dgolden.write=true` writes
/// what a change makes of them.
class GoldenReportsTest {
  private static final Path REPORTS = Path.of("src", "test", "resources", "cli", "reports");
  private static final boolean WRITE = Boolean.getBoolean("golden.write");
  private static final Map<OutputFormat, String> EXTENSIONS =
      Map.of(
          OutputFormat.TEXT, "txt",
          OutputFormat.JSON, "json",
          OutputFormat.SARIF, "sarif",
          OutputFormat.JUNIT, "xml",
          OutputFormat.GITHUB, "github.txt");

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void everythingAtOnceIsTold(OutputFormat format) throws IOException {
    hold("nasty." + EXTENSIONS.get(format), CheckResults.printed(format, CheckResults.nasty()));
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void nothingIsTold(OutputFormat format) throws IOException {
    hold("fine." + EXTENSIONS.get(format), CheckResults.printed(format, CheckResults.fine()));
  }

  @Test
  void coloursAreTold() throws IOException {
    String text =
        CheckResults.printed(new TextReport(Ansi.ON, ReasonsPage.DEFAULT), CheckResults.denials(2));
    hold("colours.txt", text.replace("\u001b", "ESC"));
  }

  private static void hold(String name, String printed) throws IOException {
    Path file = REPORTS.resolve(name);
    if (WRITE) {
      Files.writeString(file, printed);
    }
    assertThat(file).content().isEqualTo(printed);
  }
}
