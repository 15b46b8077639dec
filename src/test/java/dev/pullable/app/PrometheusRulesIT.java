package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The alerts as Prometheus itself reads them: promtool checks them and runs
/// src/test/prometheus/alerts-test.yaml.
class PrometheusRulesIT {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path RULES =
      Path.of("manifests", "overlays", "audit-metrics", "PrometheusRule.yaml");
  private static final Path TESTS = Path.of("src", "test", "prometheus", "alerts-test.yaml");

  @TempDir private Path dir;
  private ObjectNode spec;

  /// promtool wants the groups alone, without the object of the Prometheus operator around them.
  @BeforeEach
  void extract() throws IOException {
    spec = (ObjectNode) YAML.readTree(Files.readString(RULES)).path("spec");
    YAML.writeValue(dir.resolve("alerts.yaml").toFile(), spec);
    Files.copy(TESTS, dir.resolve("alerts-test.yaml"));
  }

  @Test
  void theRulesAreValid() throws Exception {
    assertThat(promtool("check", "rules", "alerts.yaml"))
        .isEqualTo("0: Checking alerts.yaml SUCCESS: 17 rules found");
  }

  @Test
  void eachAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    assertThat(promtool("test", "rules", "alerts-test.yaml")).startsWith("0: ").contains("SUCCESS");
  }

  @Test
  void eachAlertIsTestedToFire() throws IOException {
    JsonNode tests = YAML.readTree(Files.readString(TESTS)).path("tests");
    List<String> fired =
        Stream.iterate(0, i -> i < tests.size(), i -> i + 1)
            .flatMap(i -> tests.get(i).path("alert_rule_test").valueStream())
            .filter(it -> !it.path("exp_alerts").isEmpty())
            .map(it -> it.path("alertname").asText())
            .toList();

    assertThat(fired).containsExactlyInAnyOrderElementsOf(spec.findValuesAsText("alert"));
  }

  @Test
  void aWrongRuleWouldBeNoticed() throws Exception {
    String rules = Files.readString(dir.resolve("alerts.yaml"));
    Files.writeString(dir.resolve("alerts.yaml"), rules.replace("> 0.9", "> 0.99"));

    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("FAILED");
  }

  private String promtool(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("/usr/bin/promtool"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + text.strip().replaceAll("\\s+", " ");
  }
}
