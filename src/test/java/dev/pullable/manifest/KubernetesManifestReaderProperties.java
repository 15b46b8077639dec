package dev.pullable.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KubernetesManifestReaderProperties {

  @Property(tries = 5_000)
  void anyBytesAreReadOrUnreadable(@ForAll byte[] bytes) throws IOException {
    read(bytes);
  }

  @Property(tries = 10_000)
  void anyYamlIsReadOrUnreadable(@ForAll("yaml") String text) throws IOException {
    read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> yaml() {
    return Arbitraries.of(
            "apiVersion: v1\n",
            "kind: Secret\n",
            "kind: List\n",
            "items:\n",
            "- ",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "---\n",
            "...\n",
            "&a ",
            "*a",
            "!!int ",
            "!!float ",
            "!!binary ",
            "!!set ",
            "!!null ",
            "!!map ",
            "!x ",
            "%YAML 1.2\n",
            "? ",
            "| ",
            ">\n",
            "\"",
            "'",
            "\\u",
            "1e9",
            "0x",
            "~",
            "<<: ",
            "null",
            "#",
            "data: ",
            "metadata: ",
            "a",
            "\uFEFF",
            "\u0000",
            "\t",
            "${A}",
            "9")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private static void read(byte[] text) throws IOException {
    try {
      for (KubernetesManifest manifest :
          KubernetesManifestReader.read("it", new ByteArrayInputStream(text))) {
        assertThat(manifest.object()).isNotNull();
      }
    } catch (UnreadableManifestException e) {
      assertThat(e).hasMessageStartingWith("it");
    }
  }
}
