package dev.pullable.cluster;

import static dev.pullable.audit.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.NamespaceSummary;
import dev.pullable.audit.Outcome;
import dev.pullable.audit.Owner;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyReportTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aFindingIsAResultOnItsOwner() {
    PolicyReport report = report(NOW, finding("shop", "web", Outcome.UNPULLABLE));

    assertThat(Serialization.asYaml(report.object()))
        .contains("kind: \"PolicyReport\"", "name: \"pullable-audit\"", "namespace: \"shop\"")
        .contains("fail: 1", "pass: 4", "warn: 2", "error: 3", "skip: 0")
        .contains("rule: \"TagNotFound\"", "result: \"fail\"", "severity: \"high\"")
        .contains("seconds: 1767225600", "nanos: 0")
        .contains("apiVersion: \"apps/v1\"", "kind: \"Deployment\"", "uid: \"u-1\"")
        .contains("app.kubernetes.io/managed-by: \"pullable\"");
  }

  /// What an API server would prune or refuse.
  @Test
  void allOfItIsInTheSchema() throws Exception {
    var crd =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("src/test/resources/install/policyreports.yaml").toFile());
    JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
    assertThat(schema.path("properties").isEmpty()).isFalse();
    PolicyReport report =
        report(
            NOW,
            finding("shop", "a", Outcome.UNPULLABLE),
            finding("shop", "b", Outcome.DOUBT),
            finding("shop", "c", Outcome.CONCERN));

    assertFits(new ObjectMapper().valueToTree(report.object()), schema, "");
  }

  private static void assertFits(JsonNode value, JsonNode schema, String at) {
    String type = schema.path("type").asText();
    boolean right =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          default -> false;
        };
    assertThat(right).as(at + " is a " + type).isTrue();
    if (schema.has("enum")) {
      assertThat(schema.path("enum")).as(at).contains(value);
    }
    schema.path("required").forEach(it -> assertThat(value.has(it.asText())).as(at).isTrue());
    value.forEach(it -> {
      if (type.equals("array")) {
        assertFits(it, schema.path("items"), at + "[]");
      }
    });
    value
        .properties()
        .forEach(it -> {
          JsonNode of = schema.path("properties").path(it.getKey());
          JsonNode any = schema.path("additionalProperties");
          boolean metadata = at.equals("/metadata");
          if (!metadata) {
            assertFits(it.getValue(), of.isMissingNode() ? any : of, at + "/" + it.getKey());
          }
        });
  }

  @Test
  void doubtIsAnErrorAndAConcernAWarning() {
    PolicyReport report =
        report(NOW, finding("shop", "a", Outcome.DOUBT), finding("shop", "b", Outcome.CONCERN));

    assertThat(results(report)).extracting(it -> it.get("result")).containsExactly("error", "warn");
    assertThat(results(report))
        .extracting(it -> it.get("severity"))
        .containsExactly("low", "medium");
  }

  @Test
  void timeAloneMakesNoOtherReport() {
    AuditFinding web = finding("shop", "web", Outcome.UNPULLABLE);

    assertThat(report(NOW, web).digest())
        .isEqualTo(report(NOW.plusSeconds(60), web).digest())
        .isNotEqualTo(report(NOW, finding("shop", "other", Outcome.UNPULLABLE)).digest());
  }

  @Test
  void aThousandLongResultsFitIntoEtcd() {
    AuditFinding longest = finding("shop", "web", Outcome.UNPULLABLE, "x".repeat(100_000));

    PolicyReport report =
        report(NOW, Collections.nCopies(5_000, longest).toArray(AuditFinding[]::new));

    assertThat(results(report)).hasSize(1_000);
    assertThat(Serialization.asJson(report.object())).hasSizeLessThan(1_200_000);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> results(PolicyReport report) {
    return (List<Map<String, Object>>) report.object().get("results");
  }

  private static PolicyReport report(Instant now, AuditFinding... findings) {
    Map<Outcome, Integer> images =
        Map.of(Outcome.PULLABLE, 4, Outcome.UNPULLABLE, 1, Outcome.CONCERN, 2, Outcome.DOUBT, 3);
    return PolicyReport.of(
        new NamespaceSummary("shop", 9, 3, images),
        List.of(findings),
        name -> new Owner(name, "apps/v1", "u-1", ""),
        now);
  }
}
