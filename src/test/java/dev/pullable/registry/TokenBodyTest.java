package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBodyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"token\":\"T\"}                                         | T",
        "{\"token\":\"T\",\"access_token\":\"A\"}                  | A",
        "{\"token\":\"T\",\"access_token\":\"\"}                   | T",
        "{\"Token\":\"T\"}                                         | T",
        "{\"ACCE\u017f\u017f_TOKEN\":\"A\"}                        | A",
        "{\"to\u212aen\":\"T\"}                                    | T",
        "{\"token\":\"1\",\"TOKEN\":\"2\"}                         | 2",
        "{\"token\":\"T\",\"token\":null}                          | T",
        "{\"token\":\"T\"} trailing                                | T",
        "{\"token\":\"T\"}}                                        | T",
        "{\"token\":\"T\"}{\"token\":\"U\"}                        | T",
        "{\"token\":\"T\",\"scope\":1,\"x\":[{}],\"y\":{\"token\":1}} | T",
        "{\"token\":\"T\",\"expires_in\":null,\"issued_at\":null}  | T",
        "{\"token\":\"T\",\"issued_at\":\"2026-01-01T00:00:00.123+01:00\"} | T",
        "{\"token\":\"a\\u0020b\\/\"}                              | a b/",
      })
  void theTokenIsWhatGoWouldDecode(String json, String token) {
    assertThat(ofGet(json).value()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "null", " null", "null x", "nullx", "{\"token\":null}", "{\"x\":1}"})
  void anAbsentTokenIsEmpty(String json) {
    assertThat(ofGet(json).value()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "not json",
        "[]",
        "1",
        "\"T\"",
        "true",
        "{",
        "{\"token\":\"T\"",
        "{\"token\":\"T\",}",
        "{'token':'T'}",
        "{token:\"T\"}",
        "{\"token\":\"T\" \"x\":1}",
        "{\"token\":\"a\nb\"}",
        "{\"token\":\"T\",\"x\":01}",
        "{\"token\":\"T\",\"x\":[1,]}",
        "{\"token\":\"T\",\"x\":nul}",
        "/**/{\"token\":\"T\"}",
        "\ufeff{\"token\":\"T\"}",
        "{\"token\":1}",
        "{\"token\":[\"T\"]}",
        "{\"token\":{}}",
        "{\"token\":true}",
        "{\"token\":1,\"token\":\"T\"}",
        "{\"token\":\"T\",\"refresh_token\":1}",
        "{\"token\":\"T\",\"expires_in\":\"60\"}",
        "{\"token\":\"T\",\"expires_in\":60.0}",
        "{\"token\":\"T\",\"expires_in\":6e1}",
        "{\"token\":\"T\",\"expires_in\":9223372036854775808}",
        "{\"token\":\"T\",\"expires_in\":false}",
        "{\"token\":\"T\",\"issued_at\":\"\"}",
        "{\"token\":\"T\",\"issued_at\":1767225600}",
        "{\"token\":\"T\",\"issued_at\":{}}",
        "{\"token\":\"T\",\"issued_at\":\"2026-01-01 00:00:00Z\"}",
        "{\"token\":\"T\",\"issued_at\":\"2026\\u002d01-01T00:00:00Z\"}",
      })
  void whatGoCannotDecodeIsNothing(String json) {
    assertThat(TokenBody.read(json, TokenBody.OF_GET)).isNull();
  }

  @Test
  void aPostLooksAtTheScopeAndNotAtTheToken() {
    assertThat(TokenBody.read("{\"access_token\":\"A\",\"scope\":1}", TokenBody.OF_POST)).isNull();
    TokenBody body = TokenBody.read("{\"access_token\":\"A\",\"token\":1}", TokenBody.OF_POST);
    assertThat(Objects.requireNonNull(body).value()).isEqualTo("A");
    assertThat(
            Objects.requireNonNull(TokenBody.read("{\"token\":\"T\"}", TokenBody.OF_POST)).value())
        .isEmpty();
  }

  @Test
  void nestingIsReadAsDeepAsGoReadsIt() {
    String deep = "{\"x\":" + "[".repeat(9_000) + "]".repeat(9_000) + ",\"token\":\"T\"}";
    String bottomless = "{\"token\":\"T\",\"x\":" + "[".repeat(60_000);

    assertThat(ofGet(deep).value()).isEqualTo("T");
    assertThat(TokenBody.read(bottomless, TokenBody.OF_GET)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-01-01T1:00:00Z",
        "2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00.123456789012Z", "2026-01-01T00:00:00-24:60",
        "0000-01-01T00:00:00Z"
      })
  void goParsesTheTime(String time) {
    assertThat(GoTime.isRfc3339(time)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z", "2026-01-01T00:00:00", "2026-01-01t00:00:00Z",
        "2026-01-01T00:00:00z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00+25:00", "2026-01-01T00:00:00Z ", "26-01-01T00:00:00Z",
        "2026-01-01T00:00:00+01:00Z"
      })
  void goDoesNotParseTheTime(String time) {
    assertThat(GoTime.isRfc3339(time)).isFalse();
  }

  private static TokenBody ofGet(String json) {
    return Objects.requireNonNull(TokenBody.read(json, TokenBody.OF_GET), json);
  }
}
