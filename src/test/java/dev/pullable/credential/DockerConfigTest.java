package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.DockerConfig.Entry;
import dev.pullable.credential.DockerConfig.Layout;
import dev.pullable.credential.DockerConfig.Malformed;
import dev.pullable.credential.DockerConfig.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {

  @Test
  void theAuthFieldWinsOverUsernameAndPassword() {
    assertThat(entries("{'auths':{'reg.io':{'username':'u','password':'p','auth':'eDp5OnpB'}}}"))
        .containsExactly(entry("reg.io", "x", "y:zA"));
  }

  @Test
  void theLegacyLayoutHasTheRegistriesAtItsTop() {
    assertThat(read(Layout.LEGACY, "{'reg.io':{'username':'u'},'b.io':null}"))
        .isEqualTo(new Parsed(List.of(entry("reg.io", "u", ""), entry("b.io", "", ""))));
  }

  @Test
  void repeatedObjectsMergeAndTheLastOfRepeatedRegistriesWins() {
    assertThat(
            entries(
                "{'auths':{'a':{'username':'1'},'b':{'username':'1'}},"
                    + "'Auths':{'b':{'password':'2'}}}"))
        .containsExactly(entry("a", "1", ""), entry("b", "", "2"));
  }

  @Test
  void aNullForgetsTheRegistriesBeforeIt() {
    assertThat(entries("{'auths':{'a':{}},'auths':null}")).isEmpty();
    assertThat(entries("{'auths':null,'auths':{'a':{}}}")).hasSize(1);
  }

  @Test
  void aNullLeavesAFieldAsItIs() {
    assertThat(entries("{'auths':{'a':{'username':'u','username':null}}}"))
        .containsExactly(entry("a", "u", ""));
  }

  @Test
  void namesFoldAsInGoAndNoFurther() {
    assertThat(entries("{'AUTHſ':{'a':{'paſSword':'p'}}}")).containsExactly(entry("a", "", "p"));
    assertThat(entries("{'auths':{'a':{'emaıl':7}}}")).hasSize(1);
  }

  @Test
  void octetsThatAreNoUtf8BecomeOneReplacementEach() {
    byte[] value = "{\"a\":{\"username\":\"..\"}}".getBytes(StandardCharsets.ISO_8859_1);
    value[value.length - 5] = (byte) 0xE2;
    value[value.length - 4] = (byte) 0x82;
    assertThat(DockerConfig.read(Layout.LEGACY, value))
        .isEqualTo(new Parsed(List.of(entry("a", "\uFFFD\uFFFD", ""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dTpw", "dTpw\\n", "d\\r\\nTpw", "dTpwYQ==", "dTpwYQ", "dTpwYR", "dTpwYQ=\\n="})
  void base64MayBePaddedBrokenOrLeaveBits(String auth) {
    assertThat(entries("{'auths':{'a':{'auth':'" + auth + "'}}}"))
        .singleElement()
        .extracting(Entry::username)
        .isEqualTo("u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dTpwYQ=", "dTpw=", "dTpw====", " dTpw", "dTpw\\t", "dTo_", "dTpwY", "=", "é"})
  void allOtherBase64IsMalformed(String auth) {
    assertThat(read(Layout.JSON, "{'auths':{'a':{'auth':'" + auth + "'}}}"))
        .isEqualTo(
            new Malformed(
                "\"auths\".\"a\" has an auth field that is not base64 of the standard alphabet"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                   | must be an object, not an array
          {'auths':1}                          | "auths" must be an object, not a number
          {'auths':{'a':[1]}}                  | "auths"."a" must be an object, not an array
          {'auths':{'a':'x'}}                  | "auths"."a" must be an object, not a string
          {'auths':{'a':{'Password':true}}}    | "auths"."a"."Password" must be a string, not a boolean
          {'auths':{'a':{'email':{}}}}         | "auths"."a"."email" must be a string, not an object
          {'HttpHeaders':{'x':1}}              | "HttpHeaders"."x" must be a string, not a number
          {'auths':{'u:s@a':1}}                | "auths"."***@a" must be an object, not a number
          {'auths':{'a':1,'b':''}}             | "auths"."a" must be an object, not a number
          {'auths':{'a':{'auth':'YQ'}}}        | "auths"."a" has an auth field that is not base64 of username:password, for it has no colon
          {}{}                                 | has more after its JSON value
          {'auths':{'a':hunter2}}              | is not JSON (line 1, column 15)
          """)
  void aMalformedValueIsToldByPlaceAndKind(String json, String detail) {
    assertThat(read(Layout.JSON, json)).isEqualTo(new Malformed(detail));
  }

  @Test
  void aByteOrderMarkIsMalformed() {
    assertThat(read(Layout.JSON, "\uFEFF{}")).isInstanceOf(Malformed.class);
    assertThat(DockerConfig.read(Layout.JSON, "{}".getBytes(StandardCharsets.UTF_16BE)))
        .isInstanceOf(Malformed.class);
    assertThat(read(Layout.JSON, " \n")).isEqualTo(new Malformed("is blank"));
  }

  @Test
  void valuesNestTenThousandDeepAndNoDeeper() {
    assertThat(entries(nested(9_999))).isEmpty();
    assertThat(read(Layout.JSON, nested(10_000))).isInstanceOf(Malformed.class);
  }

  @Test
  void aValueLargerThanASecretIsMalformed() {
    assertThat(DockerConfig.read(Layout.JSON, new byte[(1 << 20) + 1]))
        .isEqualTo(new Malformed("is larger than the 1 MiB that a Secret can hold"));
  }

  @Test
  void noTextShowsAPassword() {
    assertThat(read(Layout.JSON, "{'auths':{'u:hunter2@a':{'password':'hunter2'}}}").toString())
        .contains("***@a")
        .doesNotContain("hunter2");
  }

  private static String nested(int arrays) {
    return "{'x':" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  private static Entry entry(String registry, String username, String password) {
    return new Entry(registry, username, new Secret(password));
  }

  private static List<Entry> entries(String json) {
    assertThat(read(Layout.JSON, json)).isInstanceOf(Parsed.class);
    return ((Parsed) read(Layout.JSON, json)).entries();
  }

  /// Reads a document with `'` for `"`.
  private static DockerConfig read(Layout layout, String json) {
    return DockerConfig.read(layout, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
