package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.app.WebhookApplication;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.KeyringResult;
import dev.pullable.credential.PullSecret;
import dev.pullable.yaml.BoundedYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// A15: text that grows without bounds when it is read.
@ExtendWith(OutputCaptureExtension.class)
class AliasBombTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path dir;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(dir.resolve("good"));
    Files.writeString(
        Files.createDirectories(dir.resolve("bombs")).resolve("bomb.yaml"),
        "apiVersion: v1\nkind: Secret\n" + laughs());
    Files.writeString(dir.resolve("application.yaml"), laughs());
  }

  /// A billion, once its aliases are written out.
  private static String laughs() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
      String aliases = String.join(", ", Collections.nCopies(9, "*a" + (i - 1)));
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, aliases));
    }
    return bomb.toString();
  }

  private static Stream<String> bombs() {
    String merge = "a0: &a0 {x: y}\n";
    StringBuilder merges = new StringBuilder(merge);
    for (int i = 1; i < 60; i++) {
      merges.append("a%d: &a%d {p: *a%d, q: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    return Stream.of(
        laughs(),
        merges.toString(),
        "&a [*a, *a]",
        "[".repeat(1_000_000),
        "{a: ".repeat(1_000_000),
        "n: " + "9".repeat(1_000_000));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void yamlThatExplodesIsAnErrorWithinASecond(String bomb) {
    byte[] text = bomb.getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();

    assertThatThrownBy(() -> read(text)).isInstanceOf(YamlEngineException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
  }

  private static void read(byte[] text) {
    BoundedYaml documents = new BoundedYaml(text);
    while (documents.hasNext()) {
      documents.next();
    }
  }

  @Test
  void aDockerConfigHasNoAliasesAndItsNestingIsBounded() {
    for (String text :
        List.of(
            laughs(),
            "{\"auths\":" + "[".repeat(500_000),
            "{\"auths\":{\"r\":" + "{\"auths\":".repeat(50_000),
            "{\"auths\":{\"r\":{\"username\":" + "9".repeat(900_000) + "}}}")) {
      long start = System.nanoTime();

      assertThat(Keyring.of(List.of(pullSecret(text)))).isInstanceOf(KeyringResult.Broken.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
    }
  }

  private static PullSecret pullSecret(String text) {
    return new PullSecret(
        "shop",
        "regcred",
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBombInAManifestStopsTheStartByTheNameOfItsKey(CapturedOutput output) {
    assertThatThrownBy(() -> start("--pullable.cluster.directory=" + dir.resolve("bombs")))
        .isInstanceOf(RuntimeException.class);
    assertThat(output.getAll())
        .contains("pullable.cluster.directory")
        .doesNotContain("OutOfMemory", "StackOverflow");
  }

  @Test
  void aBombInTheApplicationsOwnFileStopsTheStart(CapturedOutput output) {
    assertThatThrownBy(() ->
            start(
                "--pullable.cluster.directory=" + dir.resolve("good"),
                "--spring.config.additional-location=" + dir.resolve("application.yaml")))
        .isInstanceOf(RuntimeException.class);
    assertThat(output.getAll()).contains("aliases").doesNotContain("OutOfMemory", "StackOverflow");
  }

  private static void start(String... settings) {
    Stream<String> always =
        Stream.of(
            "--server.port=0", "--management.server.port=0", "--pullable.cluster.mode=directory");
    WebhookApplication.run(Stream.concat(always, Stream.of(settings)).toArray(String[]::new))
        .close();
  }
}
