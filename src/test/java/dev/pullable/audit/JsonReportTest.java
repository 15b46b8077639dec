package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static JsonNode json(AuditReport report) throws IOException {
    StringWriter out = new StringWriter();
    JsonReport.write(report, out);
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void itHasAllOfTheReport() throws IOException {
    AuditReport report = SampleReports.of(30, 120, 7, "why");
    JsonNode json = json(report);
    AuditFinding first = report.findings().getFirst();
    JsonNode finding = json.get("findings").get(0);

    assertThat(json.get("version").asInt()).isEqualTo(1);
    assertThat(json.get("finished").asText()).isEqualTo("2026-11-21T18:04:09Z");
    assertThat(json.get("omitted").asInt()).isEqualTo(7);
    assertThat(json.get("incomplete").asText()).isEqualTo("why");
    assertThat(json.get("pods").asInt()).isEqualTo(report.pods());
    assertThat(json.get("namespaces")).hasSize(30);
    assertThat(
            json.get("namespaces").findValues("unpullable").stream()
                .mapToInt(JsonNode::asInt)
                .sum())
        .isEqualTo(report.count(Outcome.UNPULLABLE));
    assertThat(json.get("findings")).hasSize(120);
    assertThat(finding.get("outcome").asText()).isEqualTo("unpullable");
    assertThat(finding.get("reason").asText()).isEqualTo(first.reason().word());
    assertThat(finding.get("image").asText()).isEqualTo(first.image());
    assertThat(finding.get("remedy")).hasSameSizeAs(first.remedy());
    assertThat(finding.get("nodes").asInt()).isEqualTo(first.nodes());
  }

  @Test
  void whatAnEnemyWroteComesBackAsItWas() throws IOException {
    JsonNode findings = json(SampleReports.hostile()).get("findings");

    assertThat(findings.findValuesAsText("image"))
        .isEqualTo(
            List.copyOf(
                SampleReports.hostile().findings().stream().map(AuditFinding::image).toList()));
  }
}
