package dev.pullable.cli;

import static dev.pullable.cli.CheckResults.denied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.cli.CheckResults.Seen;
import dev.pullable.manifest.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class GithubReportTest {

  @Test
  void aFindingIsAnnotatedWhereItStands() {
    assertThat(lines(of("deploy/web.yaml", "gone", "Push it.")).getFirst())
        .isEqualTo(
            "::error file=deploy/web.yaml,line=10,endLine=10,col=18,endColumn=25,title=TagNotFound"
                + "::gone [TagNotFound]%0APush it.%0ARead on: docs/reasons.md#tagnotfound");
  }

  @Test
  void aFileNameCannotForgeAProperty() {
    assertThat(lines(of("a,line=1,title=x::y%2C.yaml", "gone")).getFirst())
        .startsWith("::error file=a%2Cline=1%2Ctitle=x%3A%3Ay%252C.yaml,line=10,");
  }

  @Test
  void aFileNameHoldsNothingThatATerminalActsUpon() {
    assertThat(lines(of("\u001b[31m##[x]\n.yaml", "gone")).getFirst())
        .startsWith("::error file=\\u001b[31m#\\u0023[x]\\u000a.yaml,line=10,");
  }

  @Test
  void aMessageStaysInItsLine() {
    List<String> lines = lines(of("a.yaml", "50% \r\n::error::forged %0A::"));
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("::50%25 \\u000d\\u000a::error::forged %250A:: [");
  }

  @Test
  void anAbsoluteNameIsMadeRelativeAndOneElsewhereIsNone() {
    assertThat(lines(of(CheckResults.DIRECTORY.resolve("k8s/a.yaml").toString(), "x")).getFirst())
        .contains("file=k8s/a.yaml,");
    assertThat(lines(of("../a.yaml", "x")).getFirst()).startsWith("::error title=TagNotFound::");
    assertThat(lines(of("<stdin>", "x")).getFirst()).startsWith("::error title=TagNotFound::");
  }

  @Test
  void columnsOfSeveralLinesAreLeftOut() {
    CheckResult result =
        new CheckResults().problem(new Place("a.yaml", 3, 2, 5, 7), "no YAML").result();
    assertThat(lines(result).getFirst())
        .isEqualTo("::error file=a.yaml,line=3,endLine=5,title=Unreadable::no YAML");
  }

  @Test
  void moreThanGitHubShowsIsSaidOnce() {
    assertThat(printed(CheckResults.denials(11))).containsOnlyOnce("GitHub shows 10 annotations");
    assertThat(printed(CheckResults.denials(10))).doesNotContain("GitHub shows");
  }

  private static CheckResult of(String file, String problem, String... remedy) {
    return new CheckResults()
        .workload(file, 1, "Job", "a", Seen.of("web", "nginx:1", denied(problem, remedy)))
        .result();
  }

  private static List<String> lines(CheckResult result) {
    return printed(result).lines().toList();
  }

  private static String printed(CheckResult result) {
    return CheckResults.printed(OutputFormat.GITHUB, result);
  }
}
