package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.io/token,             https://a.io/token",
    "https://a.io,                   https://a.io",
    "HTTPS://A.io/Token,             https://A.io/Token",
    "https://a.io:/token,            https://a.io/token",
    "https://a.io/a b,               https://a.io/a%20b",
    "https://a.io/a%2Fb,             https://a.io/a%2Fb",
    "https://a.io/a%2Fb c,           https://a.io/a/b%20c",
    "https://a.io/(x),               https://a.io/(x)",
    "https://a.io/\u00fc,            https://a.io/%C3%BC",
    "https://\u00fc.io/,             https://%C3%BC.io/",
    "https://[::1]:5001/t,           https://[::1]:5001/t",
    "https://[fe80::1%25e]/t,        https://[fe80::1%25e]/t",
    "https://a.io/t?x=a b,           https://a.io/t?x=a%20b",
    "https://a.io/t?x=%zz,           https://a.io/t?x=%25zz",
    "https://a.io/t?a=1#f?g,         https://a.io/t?a=1#f?g",
    "https://u:p%40@a.io/t,          https://u:p%40@a.io/t",
    "https://a.io//t,                https://a.io//t",
  })
  void isWrittenAsGoWritesIt(String realm, String url) {
    RealmUrl parsed = parsed(realm);

    assertThat(parsed.isRequestable()).isTrue();
    assertThat(parsed.url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "://a.io",
        "1a:b",
        "127.0.0.1:5000/token",
        "https://a.io:abc/",
        "https://a.io:1:2/",
        "https://::1/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[1.2.3.4]/",
        "https://[a.io]/",
        "https://x[::1]/",
        "https://a b/",
        "https://a\\b/",
        "https://a%41/",
        "https://a.io/%zz",
        "https://a.io/%",
        "https://a.io/#%z",
        "https://u:p[@a.io/",
        "https://u%zz@a.io/",
        "https://a.io/\r\nX: y",
        "https://a.io\t/",
        "\u007f",
        "https://a.io/?\u0000"
      })
  void isBrokenWhereGoSaysSo(String realm) {
    assertThat(RealmUrlParser.parse(realm)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "/token",
        "token",
        "//a.io/token",
        "https:",
        "https://",
        "https:a.io",
        "https:/a.io",
        "https:///token",
        "https://:",
        "ftp://a.io/",
        "file:///etc/passwd",
        "javascript:x",
        "a.io:443/x"
      })
  void isNotRequestableWithoutAnHttpHost(String realm) {
    assertThat(parsed(realm).isRequestable()).isFalse();
  }

  @Test
  void addsParametersToThoseItHasAndSortsThem() {
    RealmUrl realm = parsed("https://a.io/t?z=1&scope=x&broken=%zz&a;b=1&&e");

    assertThat(realm.url(List.of(Map.entry("service", "s v/\u00fc"), Map.entry("scope", "y"))))
        .isEqualTo("https://a.io/t?e=&scope=x&scope=y&service=s+v%2F%C3%BC&z=1");
  }

  @Test
  void showsNothing() {
    assertThat(parsed("https://u:p@a.io/t")).hasToString("RealmUrl[***]");
  }

  private static RealmUrl parsed(String realm) {
    return Objects.requireNonNull(RealmUrlParser.parse(realm), realm);
  }
}
