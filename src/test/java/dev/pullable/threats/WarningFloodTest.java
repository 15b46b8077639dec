package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.testregistry.TestRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A16: a Pod of 500 bad images.
class WarningFloodTest {
  private static final int IMAGES = 500;

  /// kube-apiserver: endpoints/filters/warning.go. Once all warnings are over the first, each is
  /// cut to the second.
  private static final int ALL = 4096;

  private static final int ONE = 256;

  @TempDir private Path dir;

  @Test
  void fiveHundredBadImagesAreTenWarningsAtMost() throws Exception {
    JsonNode response = review("--pullable.policy.enforce=off");

    List<String> warnings = new ArrayList<>();
    response.path("warnings").forEach(it -> warnings.add(it.asText()));
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(warnings).hasSizeLessThanOrEqualTo(10).doesNotHaveDuplicates();
    assertThat(warnings).allMatch(it -> it.codePointCount(0, it.length()) <= ONE);
    assertThat(warnings.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(ALL);
    assertThat(warnings.getLast()).matches("and \\d+ more images");
    assertThat(warnings.stream().mapToInt(WarningFloodTest::images).sum()).isEqualTo(IMAGES);
  }

  @Test
  void aDenialOfThemIsReadable() throws Exception {
    JsonNode response = review();

    String message = response.at("/status/message").asText();
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(message.lines().count()).isLessThanOrEqualTo(22);
    assertThat(message.lines().toList().reversed().get(1)).matches("and \\d+ more images");
    assertThat(message).hasSizeLessThan(16 << 10);
    response
        .path("auditAnnotations")
        .forEach(it -> assertThat(it.asText()).hasSizeLessThanOrEqualTo(4096));
  }

  private JsonNode review(String... settings) throws Exception {
    try (TestRegistry registry = TestRegistry.start();
        Webhook webhook = Webhook.ofDirectory(dir, "", registry.authority(), settings)) {
      List<String> images = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        images.add(registry.authority() + "/" + "long-name/".repeat(5) + "app" + i + ":1.0");
      }
      return webhook.review("shop", List.of(), images);
    }
  }

  /// For how many images a warning stands.
  private static int images(String warning) {
    Matcher rest = Pattern.compile("^and (\\d+) more images$").matcher(warning);
    if (rest.matches()) {
      return Integer.parseInt(rest.group(1));
    }
    Matcher others = Pattern.compile(" \\(and (\\d+) more\\): ").matcher(warning);
    return others.find() ? 1 + Integer.parseInt(others.group(1)) : 1;
  }
}
