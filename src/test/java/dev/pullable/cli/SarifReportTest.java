package dev.pullable.cli;

import static dev.pullable.cli.CheckResults.denied;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.pullable.cli.CheckResults.Seen;
import dev.pullable.policy.ReasonsPage;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SarifReportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void itIsValid() throws Exception {
    JsonSchema schema = schema();
    for (CheckResult result :
        List.of(CheckResults.nasty(), CheckResults.fine(), CheckResults.denials(3))) {
      assertThat(schema.validate(sarif(result))).isEmpty();
      assertThat(schema.validate(sarif(linked(), result))).isEmpty();
    }
  }

  @Test
  void theSchemaFindsWhatIsWrong() throws Exception {
    JsonNode wrong = MAPPER.readTree("{\"version\":\"2.1.0\",\"runs\":[{\"results\":[{}]}]}");
    assertThat(schema().validate(wrong)).isNotEmpty();
  }

  private static JsonSchema schema() throws Exception {
    try (InputStream in =
        SarifReportTest.class.getResourceAsStream("/json/sarif-schema-2.1.0.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web.yaml, web.yaml, true",
    "deploy/web app#1?.yaml, deploy/web%20app%231%3F.yaml, true",
    "100%.yaml, 100%25.yaml, true",
    "a:b.yaml, a%3Ab.yaml, true",
    "é.yaml, %C3%A9.yaml, true",
    "a/../b/./c.yaml, b/c.yaml, true",
    "/src/repo/k8s/c.yaml, k8s/c.yaml, true",
    "../c d.yaml, file:///src/c%20d.yaml, false",
    "<stdin>, %3Cstdin%3E, false"
  })
  void aFileIsAReferenceFromTheWorkingDirectory(String file, String uri, boolean below)
      throws Exception {
    JsonNode location = result(of(file, "gone")).at("/locations/0/physicalLocation");
    assertThat(location.at("/artifactLocation/uri").asText()).isEqualTo(uri);
    assertThat(location.at("/artifactLocation").has("uriBaseId")).isEqualTo(below);
    assertThat(location.at("/region").toString())
        .isEqualTo("{\"startLine\":10,\"startColumn\":18,\"endLine\":10,\"endColumn\":25}");
  }

  /// Half a surrogate pair and NUL are in no name that this file system has.
  @ParameterizedTest
  @ValueSource(strings = {"a\ud800.yaml", "a\u0000.yaml"})
  void aNameThatNoFileCanHaveIsEscapedAllTheSame(String file) throws Exception {
    assertThat(result(of(file, "gone")).at("/locations/0/physicalLocation").toString())
        .containsPattern("\"uri\":\"a%(3F|00)\\.yaml\"");
  }

  @Test
  void bracesAreNoPlaceholdersAndBracketsNoLinks() throws Exception {
    JsonNode message =
        result(of("a.yaml", "it is {0} [a](http://evil.invalid)", "-p '{\"a\":1}'")).at("/message");
    assertThat(message.at("/text").asText())
        .isEqualTo("it is {{0}} [a] (http://evil.invalid) [TagNotFound]\n-p '{{\"a\":1}}'");
    assertThat(message.at("/markdown").asText())
        .isEqualTo(
            "` it is {{0}} [a](http://evil.invalid) [TagNotFound] `\n\n"
                + "```text\n-p '{{\"a\":1}}'\n```");
  }

  @Test
  void backticksEndNoCode() throws Exception {
    JsonNode message = result(of("a.yaml", "a ` b `` c", "x ``` y")).at("/message");
    assertThat(message.at("/markdown").asText())
        .isEqualTo("``` a ` b `` c [TagNotFound] ```\n\n````text\nx ``` y\n````");
  }

  @Test
  void aFindingIsTheSameWhereverItsLineHasMoved() throws Exception {
    Seen seen = Seen.of("web", "nginx:1", denied("gone"));
    CheckResult before = new CheckResults().workload("a.yaml", 1, "Job", "a", seen).result();
    CheckResult after =
        new CheckResults()
            .workload("a.yaml", 70, "Job", "a", Seen.fine("new", "nginx:2"), seen)
            .result();
    assertThat(fingerprint(after, 0)).isEqualTo(fingerprint(before, 0)).isNotEmpty();
    assertThat(fingerprint(of("b.yaml", "gone"), 0)).isNotEqualTo(fingerprint(before, 0));
  }

  @Test
  void findingsThatLookAlikeAreToldApart() throws Exception {
    Seen seen = Seen.of("web", "nginx:1", denied("gone"));
    CheckResult twice =
        new CheckResults()
            .workload("a.yaml", 1, "Job", "a", seen)
            .workload("a.yaml", 40, "Job", "a", seen)
            .result();
    assertThat(fingerprint(twice, 0)).isNotEqualTo(fingerprint(twice, 1));
  }

  @Test
  void theRulesAreTheReasonsThatOccur() throws Exception {
    JsonNode run = sarif(CheckResults.nasty()).at("/runs/0");
    for (JsonNode result : run.at("/results")) {
      JsonNode rule = run.at("/tool/driver/rules/" + result.at("/ruleIndex").asInt());
      assertThat(rule.at("/id")).isEqualTo(result.at("/ruleId"));
      assertThat(rule.at("/shortDescription/text").asText()).isNotEmpty();
      assertThat(rule.at("/fullDescription/text").asText()).isNotEmpty();
      assertThat(rule.at("/help/text").asText()).contains("docs/reasons.md#");
      assertThat(rule.has("helpUri")).isFalse();
    }
    assertThat(run.at("/results").findValuesAsText("level")).contains("error", "warning", "note");
  }

  @Test
  void aPageThatIsALinkIsTheHelp() throws Exception {
    JsonNode log = sarif(linked(), CheckResults.denials(1));
    assertThat(log.at("/runs/0/tool/driver/rules/0/helpUri").asText())
        .isEqualTo("https://docs.example.com/reasons.html#tagnotfound");
    assertThat(log.at("/runs/0/tool/driver/version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void whatCannotBeReadIsANotification() throws Exception {
    JsonNode invocation = sarif(CheckResults.nasty()).at("/runs/0/invocations/0");
    assertThat(invocation.at("/executionSuccessful").asBoolean()).isFalse();
    assertThat(invocation.at("/toolExecutionNotifications/0/message/text").asText())
        .isEqualTo("it is no YAML: {{0}} 5% of it");
    assertThat(
            sarif(CheckResults.fine()).at("/runs/0/invocations/0/executionSuccessful").asBoolean())
        .isTrue();
  }

  @Test
  void noMoreResultsThanGitHubTakes() throws Exception {
    JsonNode run = sarif(CheckResults.denials(25_002)).at("/runs/0");
    assertThat(run.at("/results")).hasSize(25_000);
    assertThat(run.at("/invocations/0/toolExecutionNotifications/0/message/text").asText())
        .isEqualTo("2 more findings are not in this file");
  }

  private static SarifReport linked() {
    return new SarifReport(
        new ReasonsPage("https://docs.example.com/reasons.html"),
        new WorkingDirectory(CheckResults.DIRECTORY),
        Optional.of("1.2.3"));
  }

  private static CheckResult of(String file, String problem, String... remedy) {
    return new CheckResults()
        .workload(file, 1, "Job", "a", Seen.of("web", "nginx:1", denied(problem, remedy)))
        .result();
  }

  private static String fingerprint(CheckResult result, int index) throws Exception {
    return sarif(result)
        .at("/runs/0/results/" + index + "/partialFingerprints")
        .path("pullable/v1")
        .asText();
  }

  private static JsonNode result(CheckResult result) throws Exception {
    return sarif(result).at("/runs/0/results/0");
  }

  private static JsonNode sarif(CheckResult result) throws Exception {
    return MAPPER.readTree(CheckResults.printed(OutputFormat.SARIF, result));
  }

  private static JsonNode sarif(CheckReport report, CheckResult result) throws Exception {
    return MAPPER.readTree(CheckResults.printed(report, result));
  }
}
