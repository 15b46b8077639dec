package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against what golang.org/x/net/http/httpproxy does with the same environment.
class EgressProxiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|example.com|443|true",
        "''|localhost|443|false",
        "''|LOCALHOST|443|false",
        "''|127.0.0.1|443|false",
        "''|127.9.9.9|5000|false",
        "''|::1|443|false",
        "''|[::1]|443|false",
        "''|a.localhost|443|true",
        "*|example.com|443|false",
        "foo.com,*|example.com|443|false",
        "example.com|example.com|443|false",
        "example.com|EXAMPLE.com|443|false",
        "EXAMPLE.com|example.com|443|false",
        "example.com|reg.example.com|443|false",
        "example.com|badexample.com|443|true",
        ".example.com|reg.example.com|443|false",
        ".example.com|example.com|443|true",
        "*.example.com|reg.example.com|443|false",
        "*.example.com|example.com|443|true",
        "example.com:443|example.com|443|false",
        "example.com:443|example.com|5000|true",
        ".example.com:5000|reg.example.com|5000|false",
        " example.com , other.com |other.com|443|false",
        ",,example.com|example.com|443|false",
        "10.0.0.0/8|10.1.2.3|443|false",
        "10.0.0.1/8|10.1.2.3|443|false",
        "10.0.0.0/8|11.1.2.3|443|true",
        "10.0.0.0/8|reg.example.com|443|true",
        "10.1.2.3|10.1.2.3|443|false",
        "10.1.2.3:5000|10.1.2.3|5000|false",
        "10.1.2.3:5000|10.1.2.3|443|true",
        "fd00::/8|[fd12::1]|443|false",
        "fd12::1|[fd12::1]|443|false",
        "[fd12::1]:5000|[fd12::1]|5000|false",
        "[fd12::1]:5000|[fd12::1]|443|true",
        ":80|example.com|80|true",
        "bücher.example|xn--bcher-kva.example|443|false",
        "10.0.0.0/99|10.0.0.0|443|true"
      })
  void noProxyIsReadAsGoReadsIt(String noProxy, String host, int port, boolean proxied) {
    EgressProxies proxies =
        EgressProxies.of(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy));

    assertThat(proxies.of("https", host, port).isPresent()).isEqualTo(proxied);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, proxy.example.com:3128",
    "proxy.example.com:3128, proxy.example.com:3128",
    "proxy.example.com, proxy.example.com:80",
    "HTTP://proxy.example.com/, proxy.example.com:80",
    "http://[fd00::1]:8080, [fd00::1]:8080",
    "10.0.0.1:8080, 10.0.0.1:8080"
  })
  void aProxyMayBeWrittenWithoutItsScheme(String written, String shown) {
    assertThat(EgressProxies.of(Map.of("HTTPS_PROXY", written)).https().orElseThrow().shown())
        .isEqualTo(shown);
  }

  @Test
  void eachSchemeHasItsOwnAndCapitalsComeFirst() {
    EgressProxies proxies =
        EgressProxies.of(
            Map.of(
                "HTTPS_PROXY",
                "upper:1",
                "https_proxy",
                "lower:2",
                "http_proxy",
                "plain:3",
                "NO_PROXY",
                "",
                "no_proxy",
                "excepted.example"));

    assertThat(proxies.of("https", "a.example", 443).orElseThrow().shown()).isEqualTo("upper:1");
    assertThat(proxies.of("http", "a.example", 80).orElseThrow().shown()).isEqualTo("plain:3");
    assertThat(proxies.of("http", "excepted.example", 80)).isEmpty();
    assertThat(EgressProxies.of(Map.of("HTTPS_PROXY", "p:1")).of("http", "a.example", 80))
        .isEmpty();
    assertThat(EgressProxies.NONE.of("https", "a.example", 443)).isEmpty();
  }

  @Test
  void aProxysCredentialIsDecodedAndNeverShown() {
    EgressProxy proxy =
        EgressProxies.of(Map.of("https_proxy", "http://us%40er:se+s%3Aame@proxy:3128"))
            .https()
            .orElseThrow();

    // us@er:se+s:ame
    assertThat(proxy.authorization().map(Secret::reveal)).hasValue("Basic dXNAZXI6c2UrczphbWU=");
    assertThat(proxy.toString()).doesNotContain("dXNAZXI6", "ame");
    assertThat(proxy.shown()).isEqualTo("proxy:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:sesame@proxy:3128",
        "socks5://user:sesame@proxy:1080",
        "http://user:sesame@proxy:0",
        "http://user:sesame@",
        "http://user:sesame%zz@proxy",
        "http://user:sesame@proxy:99999",
        "://sesame",
        "sesame proxy"
      })
  void aProxyThatCannotBeUsedIsRefusedWithoutItsPassword(String written) {
    assertThatThrownBy(() -> EgressProxies.of(Map.of("HTTPS_PROXY", written)))
        .isInstanceOfSatisfying(
            EgressProxies.UnusableVariable.class,
            it -> assertThat(it.variable()).isEqualTo("HTTPS_PROXY"))
        .hasMessageNotContaining("sesame");
  }
}
