package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() throws IOException {
    StringWriter out = new StringWriter();
    new Markup(out).element("a", "<b>&'\"", "title", "\"><script>", "hidden", "");

    assertThat(out)
        .hasToString("<a title=\"&quot;&gt;&lt;script&gt;\" hidden>&lt;b&gt;&amp;&#39;&quot;</a>");
  }

  @ParameterizedTest
  @CsvSource({
    "202e, \\u202e",
    "0000, \\u0000",
    "000a, \\u000a",
    "2028, \\u2028",
    "200b, \\u200b",
    "feff, \\ufeff",
    "00ad, \\u00ad",
    "2066, \\u2066",
    "d800, \\ud800"
  })
  void whatIsNotSeenIsWrittenOut(String hex, String shown) {
    String text = "a" + (char) Integer.parseInt(hex, 16) + "b";

    assertThat(Markup.visible(text)).isEqualTo("a" + shown + "b");
  }

  @Test
  void tagCharactersAreWrittenOut() {
    assertThat(Markup.visible("a" + Character.toString(0xe0041))).isEqualTo("a\\ue0041");
  }

  @Test
  void everyScriptThatPeopleWriteInStays() {
    String text = "שלום العربية 日本 👩🏽 é ~ $1 \\";

    assertThat(Markup.visible(text)).isEqualTo(text);
  }
}
