package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditCommandTest {
  @TempDir private Path dir;
  private final List<AuditOptions> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int audit(AuditReport report, String... arguments) {
    return run(
        options -> {
          asked.add(options);
          return report;
        },
        arguments);
  }

  private int run(Audits audits, String... arguments) {
    return new CommandLine(new AuditCommand(audits))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({"unpullable, 1, 0", "doubt, 1, 1", "never, 0, 0"})
  void theExitCodeTellsWhetherThereIsSomething(String failOn, int some, int doubtOnly) {
    AuditReport doubt =
        new AuditReport(
            "",
            SampleReports.FINISHED,
            SampleReports.FINISHED,
            1,
            1,
            1,
            1,
            List.of(new NamespaceSummary("a", 1, 1, Map.of(Outcome.DOUBT, 1))),
            List.of(),
            0,
            "");

    assertThat(audit(SampleReports.company(), "--fail-on", failOn)).isEqualTo(some);
    assertThat(audit(doubt, "--fail-on", failOn)).isEqualTo(doubtOnly);
    assertThat(audit(SampleReports.fine(), "--fail-on", failOn)).isZero();
  }

  @Test
  void itPrintsTheVerdictTheNamespacesAndTheWorst() {
    audit(SampleReports.company());

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getFirst()).endsWith("could not be pulled again.");
    assertThat(lines.get(3)).matches("NAMESPACE +UNPULLABLE +DOUBT +CONCERN +PULLABLE");
    assertThat(lines.get(4)).matches("[a-z-]+ +[1-9][0-9]* +[0-9]+ +[0-9]+ +[0-9]+");
    assertThat(out.toString())
        .contains(SampleReports.company().findings().getFirst().problem() + " [")
        .contains("\n  kubectl set image ")
        .endsWith("and 100 more findings; --html FILE and --json FILE have all.\n");
    assertThat(lines).hasSizeLessThan(120);
  }

  @Test
  void nothingThatAnEnemyWroteReachesTheTerminal() {
    audit(SampleReports.hostile());

    assertThat(out.toString()).doesNotContain("\u202e", "\u0007", "\u0000", "\u2028");
  }

  @Test
  void bothFilesAreWrittenAndNoDraftIsLeft() throws IOException {
    Path html = dir.resolve("audit.html");
    Path json = Files.writeString(dir.resolve("audit.json"), "old");

    audit(SampleReports.company(), "--html", html.toString(), "--json", json.toString());

    assertThat(html).content().startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(json).content().startsWith("{").endsWith("}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(html)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void itHandsOnWhatItIsAskedFor() {
    audit(
        SampleReports.fine(),
        "-n",
        "shop",
        "--namespace",
        "billing",
        "--kubeconfig",
        "k",
        "--context",
        "c",
        "--config",
        "s");

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().namespaces()).isEqualTo(Set.of("shop", "billing"));
    assertThat(asked.getFirst().kubeconfig()).contains(Path.of("k"));
    assertThat(asked.getFirst().context()).contains("c");
    assertThat(asked.getFirst().settings()).contains(Path.of("s"));
  }

  @ParameterizedTest
  @CsvSource({
    "--fail-on=deny, '--fail-on must be unpullable, doubt or never, not \"deny\"'",
    "-n=Shop, '--namespace must be of lower case letters, digits and dashes, not \"Shop\"'",
    "--html=/nosuch/dir/a.html, --html must be a file in a directory that exists",
    "--json=/, --json must be a file in a directory that exists"
  })
  void aBadOptionIsRefusedBeforeAnythingIsAsked(String argument, String problem) {
    assertThat(audit(SampleReports.fine(), argument)).isEqualTo(2);
    assertThat(err.toString()).contains(problem);
    assertThat(asked).isEmpty();
  }

  @Test
  void anAuditThatCannotBeginIsNoFinding() {
    Audits unusable =
        _ -> {
          throw new UnusableAuditException("no API server answers at https://x");
        };

    assertThat(run(unusable)).isEqualTo(2);
    assertThat(err).hasToString("pullable audit: no API server answers at https://x\n");
  }
}
