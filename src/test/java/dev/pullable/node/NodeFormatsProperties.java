package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.duration.GoDuration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NodeFormatsProperties {

  @Property(tries = 3_000)
  void anyBytesAreAConfigOrHaveProblems(@ForAll byte[] bytes) {
    read(bytes);
  }

  @Property(tries = 5_000)
  void anyYamlIsAConfigOrHasProblems(@ForAll("yaml") String text) {
    read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 5_000)
  void anyJsonIsAnAnswerOrRubbish(@ForAll("json") String text) {
    try {
      assertThat(PluginResponse.read(text, FakePlugins.API_VERSION).entries()).isNotNull();
    } catch (PluginResponse.RubbishException e) {
      assertThat(e).hasMessageNotContaining("sesame");
    }
  }

  @Property(tries = 5_000)
  void anyTextIsADurationOrNone(@ForAll("durations") String text) {
    Duration duration = GoDuration.parse(text);
    if (duration != null) {
      assertThat(duration.abs()).isLessThanOrEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }
  }

  @Provide
  Arbitrary<String> yaml() {
    return joined(
        "apiVersion: kubelet.config.k8s.io/v1\n",
        "kind: CredentialProviderConfig\n",
        "providers:\n",
        "- name: p\n",
        "  matchImages: [reg.io]\n",
        "  defaultCacheDuration: 1h\n",
        "  apiVersion: " + FakePlugins.API_VERSION + "\n",
        "  args: ",
        "  env:\n",
        "  - {name: A, value: b}\n",
        "  tokenAttributes: ",
        "- ",
        "null\n",
        "{}\n",
        "[]\n",
        "&a ",
        "*a\n",
        "!!int ",
        "!!float ",
        "!!binary x\n",
        "? ",
        "<<: ",
        "\u0000",
        "1e9\n",
        "---\n");
  }

  @Provide
  Arbitrary<String> json() {
    String head =
        "{\"apiVersion\":\"%s\",\"kind\":\"CredentialProviderResponse\""
            .formatted(FakePlugins.API_VERSION);
    return joined(
            ",\"cacheKeyType\":\"Image\"",
            ",\"cacheDuration\":",
            ",\"auth\":",
            "\"1h\"",
            "{\"sesame\":",
            "{\"username\":",
            "{\"password\":",
            "\"sesame\"",
            "\"\\ud800\"",
            "null",
            "1e999999999",
            "{",
            "}",
            "[",
            "]",
            ",")
        .map(rest -> head + rest + "}");
  }

  @Provide
  Arbitrary<String> durations() {
    return joined(
        "0", "1", "99999999999999999999", ".", "-", "+", "h", "m", "s", "ms", "µs", "e", " ");
  }

  private static Arbitrary<String> joined(String... parts) {
    return Arbitraries.of(parts).list().ofMaxSize(12).map(it -> String.join("", it));
  }

  private static void read(byte[] text) {
    switch (CredentialProviderConfig.read(text)) {
      case CredentialProviderConfig.Valid valid -> assertThat(valid.providers()).isNotEmpty();
      case CredentialProviderConfig.Invalid invalid -> assertThat(invalid.problems()).isNotEmpty();
    }
  }
}
