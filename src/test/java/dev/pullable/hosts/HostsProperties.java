package dev.pullable.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class HostsProperties {

  /// The hosts, or null where the file is passed over; anything else that is thrown is a bug.
  private static @Nullable HostsFile read(byte[] toml) {
    try {
      return HostsFile.parse(toml, "/etc/containerd/certs.d/reg.example.com");
    } catch (MalformedHostsFile e) {
      assertThat(e.problem()).isNotBlank().doesNotContain("\n");
      return null;
    }
  }

  @Property
  void anyBytesAreReadOrPassedOver(@ForAll byte[] toml) {
    read(toml);
  }

  @Property(tries = 5000)
  void anyTomlIsReadOrPassedOver(@ForAll("documents") String toml) {
    HostsFile file = read(toml.getBytes(StandardCharsets.UTF_8));
    if (file != null) {
      assertThat(file.hosts()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> documents() {
    Arbitrary<String> key =
        Arbitraries.of(
            "server",
            "host",
            "capabilities",
            "ca",
            "client",
            "skip_verify",
            "header",
            "override_path",
            "dial_timeout",
            "host.\"https://a\"",
            "host.a.header",
            "\"\"");
    Arbitrary<String> value =
        Arbitraries.of(
            "\"https://a.example.com\"",
            "\"http://a:80/%\"",
            "\"\\U00110000\"",
            "\"\\UFFFFFFFF\"",
            "\"\\u0000\"",
            "'x'",
            "'''\\nx'''",
            "true",
            "1e999999999",
            "0xffffffffffffffffffff",
            "-0",
            "nan",
            "1979-05-27T07:32:00.999999999999-00:00",
            "0000-00-00",
            "25:61:61",
            "[]",
            "[[]]",
            "[[\"a\", \"b\"], \"c\"]",
            "{}",
            "{ a = { b = 1 } }",
            "{ \"x\" = [\"y\"] }",
            "\"3s\"",
            "\"99999999999h\"",
            "[\"pull\", \"resolve\"]",
            "[");
    Arbitrary<String> line =
        Arbitraries.oneOf(
            key.flatMap(name -> value.map(given -> name + " = " + given)),
            key.map(name -> "[" + name + "]"),
            key.map(name -> "[[" + name + "]]"),
            Arbitraries.of("# x", "", "]", "\"\"\"", "\\"));
    return line.list().ofMaxSize(8).map(lines -> String.join("\n", lines));
  }

  @Example
  void aDeepOrLongDocumentIsReadOrPassedOver() {
    List<String> documents =
        List.of(
            "a = " + "[".repeat(100_000),
            "a = " + "{a=".repeat(50_000),
            "[" + "host.".repeat(40_000) + "a]",
            "host." + "a.".repeat(50_000) + "b = 1",
            "a = " + "9".repeat(200_000),
            "dial_timeout = \"" + "9".repeat(200_000) + "s\"",
            "server = \"https://" + "a/../".repeat(40_000) + "\"",
            "[".repeat(200_000),
            "[host.a]\n".repeat(20_000),
            "#\n[\n".repeat(40_000));
    for (String document : documents) {
      read(document.getBytes(StandardCharsets.UTF_8));
    }
  }
}
