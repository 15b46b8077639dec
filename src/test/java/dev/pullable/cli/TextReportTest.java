package dev.pullable.cli;

import static dev.pullable.cli.CheckResults.SET_IMAGE;
import static dev.pullable.cli.CheckResults.denied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.cli.CheckResults.Seen;
import dev.pullable.policy.ReasonsPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class TextReportTest {
  private static final String LEFT = "kubectl set image -f FILE web=";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "web.yaml         | -f web.yaml web=",
        "a b#.yaml        | -f 'a b#.yaml' web=",
        "it's;reboot.yaml | -f 'it'\\''s;reboot.yaml' web=",
        "$(reboot).yaml   | -f '$(reboot).yaml' web=",
        "C:\\web.yaml     | -f 'C:\\web.yaml' web=",
        "-rf.yaml         | -f -rf.yaml web="
      })
  void theFilesNameStandsInTheCommandQuoted(String file, String command) {
    assertThat(text(file)).contains(command).doesNotContain(FindingLines.LEGEND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<stdin>",
        "-",
        "a,b.yaml",
        "a\"b.yaml",
        "a\nb.yaml",
        "a\u202eb.yaml",
        "https://evil.invalid/web.yaml"
      })
  void fileIsLeftWhereKubectlWouldTakeTheNameForSomethingElse(String file) {
    assertThat(text(file)).contains(LEFT, FindingLines.LEGEND);
  }

  @Test
  void fileIsLeftWhereTheFileHasOtherWorkloads() {
    CheckResult result =
        new CheckResults()
            .workload(
                "all.yaml", 1, "Job", "a", Seen.of("web", "nginx:1", denied("gone", SET_IMAGE)))
            .workload("all.yaml", 30, "Job", "b", Seen.fine("web", "nginx:2"))
            .result();
    assertThat(text(result)).contains(LEFT, FindingLines.LEGEND);
  }

  @Test
  void fileInASentenceIsNoName() {
    CheckResult result =
        new CheckResults()
            .workload(
                "a.yaml", 1, "Job", "a", Seen.of("c", "nginx:1", denied("gone", "Read FILE .")))
            .result();
    assertThat(text(result)).contains("Read FILE .").doesNotContain(FindingLines.LEGEND);
  }

  @Test
  void commandsOfSeveralCausesAreGivenAtOnceToo() {
    CheckResult result =
        new CheckResults()
            .workload(
                "a.yaml",
                1,
                "Job",
                "a",
                Seen.of("web", "nginx:1", denied("gone", SET_IMAGE)),
                Seen.of("api", "api:1", denied("away", SET_IMAGE.replace("web=", "api="))))
            .result();
    assertThat(text(result))
        .contains("All at once:")
        .contains(
            "kubectl set image -f a.yaml web=nginx:1.27 --local -o yaml | kubectl set image -f - api=");
  }

  @Test
  void imagesOfOneCauseShareItsRemedy() {
    CheckResult result =
        new CheckResults()
            .workload(
                "a.yaml",
                1,
                "Job",
                "a",
                Seen.of("a", "nginx:1", denied("gone", "Push it.")),
                Seen.of("b", "nginx:1", denied("gone", "Push it.")))
            .result();
    assertThat(text(result))
        .containsOnlyOnce("Push it.")
        .contains("a.yaml:10:18: DENY", "a.yaml:11:18: DENY")
        .contains("containers[1].image: likewise");
  }

  @Test
  void allFineIsOneLine() {
    assertThat(text(CheckResults.fine()).lines())
        .singleElement()
        .asString()
        .startsWith("Nothing found: 1 file, 2 objects, 1 workload, 1 image (1.234 s)");
  }

  @Test
  void nothingToCheckIsNotCalledFine() {
    CheckResult nothing = new CheckResults().result();
    assertThat(text(nothing)).startsWith("Nothing to check: ");
  }

  @Test
  void coloursMeanNothingThatTheWordsDoNot() {
    CheckResult result = CheckResults.nasty();
    String coloured = CheckResults.printed(new TextReport(Ansi.ON, ReasonsPage.DEFAULT), result);
    assertThat(coloured).contains("\u001b[31mDENY", "\u001b[33mWARN", "\u001b[2mAUDIT");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(text(result));
  }

  @Test
  void whatLooksLikeMarkupOfColoursIsNone() {
    CheckResult result =
        new CheckResults()
            .workload("a.yaml", 1, "Job", "a", Seen.of("c", "x", denied("@|red gone|@")))
            .result();
    assertThat(CheckResults.printed(new TextReport(Ansi.ON, ReasonsPage.DEFAULT), result))
        .contains("@|red gone|@");
  }

  private static String text(String file) {
    return text(
        new CheckResults()
            .workload(file, 1, "Job", "a", Seen.of("web", "nginx:1", denied("gone", SET_IMAGE)))
            .result());
  }

  private static String text(CheckResult result) {
    return CheckResults.printed(OutputFormat.TEXT, result);
  }
}
