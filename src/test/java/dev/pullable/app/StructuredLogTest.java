package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// The log of the real application as a collector reads it.
@ExtendWith(OutputCaptureExtension.class)
class StructuredLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ALWAYS = Set.of("time", "level", "logger", "thread", "message");
  private static final Set<String> OF_A_REVIEW =
      Set.of("uid", "namespace", "kind", "name", "operation", "verdict", "reasons", "took");

  @TempDir private static Path dir;
  private static final List<JsonNode> LINES = new ArrayList<>();
  private static String text = "";

  @BeforeAll
  static void review(CapturedOutput output) throws IOException {
    try (Observed app = new Observed(dir, "--logging.structured.format.console=logstash")) {
      app.reviewEach();
      app.post(
          Observed.pod("a\\n{\\\"verdict\\\":\\\"forged\\\"}", app.registry.authority() + "/x:1"));
      app.post(Observed.pod("web", "user:t0ken-in-image@" + app.registry.authority() + "/x:1"));
      app.post(Observed.pod("web", app.registry.authority() + "/shop/web?sig=t0ken-in-image"));
    }
    text = output.getAll();
    for (String line : text.lines().filter(it -> it.contains("\"time\"")).toList()) {
      LINES.add(JSON.readTree(line));
    }
  }

  @AfterAll
  static void forget() {
    LINES.clear();
  }

  @Test
  void everyLineHasTheFixedKeys() {
    assertThat(LINES).hasSizeGreaterThan(10);
    for (JsonNode line : LINES) {
      Set<String> keys = keys(line);
      keys.remove("stack_trace");
      assertThat(keys).as(line.toString()).containsAll(ALWAYS);
      keys.removeAll(ALWAYS);
      assertThat(keys).isIn(Set.of(), OF_A_REVIEW);
    }
  }

  @Test
  void aReviewThatIsNoPlainAdmissionIsALine() {
    // The first after the unchecked one is for a registry that has just asked to be left alone.
    assertThat(reviews())
        .extracting(it -> it.path("verdict").asText())
        .containsExactly(
            "warned", "warned", "warned", "denied", "unchecked", "warned", "denied", "denied");
    assertThat(reviews())
        .filteredOn(it -> it.path("uid").asText().equals("u-2"))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.path("level").asText()).isEqualTo("INFO");
          assertThat(it.path("kind").asText()).isEqualTo("Deployment");
          assertThat(it.path("namespace").asText()).isEqualTo("shop");
          assertThat(it.path("name").asText()).isEqualTo("web-deployment");
          assertThat(it.path("operation").asText()).isEqualTo("UPDATE");
          assertThat(it.path("reasons").toString()).isEqualTo("[\"TagNotFound\"]");
          assertThat(it.path("took").asDouble()).isBetween(0.0, 60.0);
          assertThat(it.path("message").asText())
              .isEqualTo("denied: UPDATE Deployment shop/web-deployment [TagNotFound]");
        });
  }

  @Test
  void whatWasNotCheckedIsAWarning() {
    assertThat(reviews())
        .filteredOn(it -> it.path("verdict").asText().equals("unchecked"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("level").asText()).isEqualTo("WARN"));
  }

  @Test
  void nobodyForgesALine() {
    assertThat(LINES).noneMatch(it -> it.path("verdict").asText().equals("forged"));
    assertThat(reviews())
        .extracting(it -> it.path("name").asText())
        .contains("a?{\"verdict\":\"forged\"}");
  }

  @Test
  void noSecretIsInTheLog() {
    assertThat(text).doesNotContain(Observed.PASSWORD, "t0ken-in-image", "PRIVATE KEY");
  }

  private static List<JsonNode> reviews() {
    return LINES.stream().filter(it -> it.has("verdict")).toList();
  }

  private static Set<String> keys(JsonNode line) {
    Set<String> keys = new TreeSet<>();
    line.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
