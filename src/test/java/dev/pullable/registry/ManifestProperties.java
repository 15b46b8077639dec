package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ManifestProperties {
  private static final List<String> CONTENT_TYPES =
      List.of("", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, "x/y", ";;;");

  private static void readAll(byte[] body) {
    for (String contentType : CONTENT_TYPES) {
      assertThat(ManifestReader.read(body, contentType)).isNotNull();
    }
    assertThat(ImageConfigReader.read(body)).isNotNull();
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] body) {
    readAll(body);
  }

  @Property
  void membersOfAnyTypeAreReadOrRefused(@ForAll("documents") String document) {
    readAll(document.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> documents() {
    Arbitrary<String> value =
        Arbitraries.of(
            "null",
            "1",
            "-1e400",
            "\"\"",
            "\"sha256:x\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "true",
            "{\"digest\":5}",
            "[{\"platform\":{\"os\":[]}}]",
            "[{\"platform\":7}]",
            "[{\"digest\":\"sha256:" + "a".repeat(64) + "\",\"platform\":{\"os.features\":3}}]",
            "{\"digest\":\"sha256:" + "a".repeat(64) + "\",\"mediaType\":{}}",
            "99999999999999999999999999",
            "{\"diff_ids\":5}");
    Arbitrary<String> name =
        Arbitraries.of(
            "schemaVersion",
            "mediaType",
            "config",
            "layers",
            "manifests",
            "fsLayers",
            "rootfs",
            "annotations",
            "artifactType",
            "os",
            "architecture",
            "os.features",
            "platform");
    return Combinators.combine(name, value)
        .as((n, v) -> "\"" + n + "\":" + v)
        .list()
        .ofMaxSize(8)
        .map(members -> "{" + String.join(",", members) + "}");
  }

  @Example
  void whatIsMadeToBeSlowIsNot() {
    long start = System.nanoTime();
    for (String bomb :
        List.of(
            "[".repeat(4 << 20),
            "{\"a\":".repeat(700_000),
            "{\"layers\":[" + "{\"size\":1},".repeat(300_000) + "{}]}",
            "{\"x\":\"" + "a".repeat(4 << 20) + "\"}",
            "{\"size\":" + "9".repeat(1 << 20) + "}",
            "{\"manifests\":[" + "{},".repeat(1_000_000) + "{}]}")) {
      readAll(bomb.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
