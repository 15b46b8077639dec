package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackOnlyTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost:8081",
    "127.0.0.1, 127.0.0.1:8081",
    "127.9.9.9, LOCALHOST",
    "::1, [::1]:8081",
    "0:0:0:0:0:0:0:1, localhost",
    "::ffff:127.0.0.1, localhost"
  })
  void aForwardedPortIsLetIn(String address, String host) {
    assertThat(LoopbackOnly.refusal(address, host, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "192.168.1.1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "localhost",
        "",
        "0.0.0.0"
      })
  void anybodyElseIsNot(String address) {
    assertThat(LoopbackOnly.refusal(address, "localhost:8081", false))
        .hasValueSatisfying(it -> assertThat(it).contains("kubectl port-forward"));
    assertThat(LoopbackOnly.refusal(null, "localhost:8081", false)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example.com",
        "localhost.example.com",
        "127.0.0.1.nip.io",
        "localhost:8081.example.com",
        "xlocalhost",
        "",
        "localhost:",
        "[::1].example.com",
        "10.0.0.1:8081",
        "localhost,localhost"
      })
  void aNameOfSomebodyElseIsNot(String host) {
    assertThat(LoopbackOnly.refusal("127.0.0.1", host, false)).isPresent();
    assertThat(LoopbackOnly.refusal("127.0.0.1", null, false)).isPresent();
  }

  @Test
  void whatAProxyHandsOnIsNot() {
    assertThat(LoopbackOnly.refusal("127.0.0.1", "localhost", true)).isPresent();
  }
}
