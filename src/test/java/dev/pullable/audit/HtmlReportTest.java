package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page as text; [ReportBrowserIT] has it in a browser.
class HtmlReportTest {
  private static String html(AuditReport report) throws IOException {
    StringWriter out = new StringWriter();
    HtmlReport.write(report, out);
    return out.toString();
  }

  @Test
  void thePolicyHasTheHashOfEachScriptAndStyle() throws Exception {
    String html = html(SampleReports.company());
    Matcher parts = Pattern.compile("<(style|script)>(.*?)</\\1>", Pattern.DOTALL).matcher(html);
    int found = 0;
    while (parts.find()) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(parts.group(2).getBytes(StandardCharsets.UTF_8));
      assertThat(HtmlReport.policy(SampleReports.company()))
          .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
      found++;
    }
    assertThat(found).isEqualTo(3);
    assertThat(html).contains("content=\"default-src &#39;none&#39;; img-src data:; style-src ");
  }

  @Test
  void nothingIsStyledOrRunOutsideOfThese() throws IOException {
    String html = html(SampleReports.company());

    assertThat(html).doesNotContainPattern("<[^>]* (style|on[a-z]+|src)=");
    assertThat(html.replace("href=\"#findings\"", "").replace("href=\"data:,\"", ""))
        .doesNotContain("href=");
  }

  @Test
  void whatAnEnemyWroteIsTextOnly() throws IOException {
    String html = html(SampleReports.hostile());

    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html.split("<style", -1)).hasSize(3);
    assertThat(html).doesNotContain("<img", "<svg onload", "\u202e", "\u2028", "\u0000");
  }

  @Test
  void theVerdictIsOneSentence() {
    assertThat(verdict(Map.of(Outcome.UNPULLABLE, 1, Outcome.DOUBT, 4)))
        .isEqualTo("1 image in 1 namespace could not be pulled again.");
    assertThat(verdict(Map.of(Outcome.UNPULLABLE, 1200)))
        .isEqualTo("1,200 images in 1 namespace could not be pulled again.");
    assertThat(verdict(Map.of(Outcome.DOUBT, 1)))
        .isEqualTo("No image is known to fail; 1 image in 1 namespace is in doubt.");
    assertThat(verdict(Map.of(Outcome.DOUBT, 4)))
        .isEqualTo("No image is known to fail; 4 images in 1 namespace are in doubt.");
    assertThat(verdict(Map.of(Outcome.CONCERN, 2)))
        .isEqualTo("Every image could be pulled again; there is a concern about 2.");
    assertThat(verdict(Map.of(Outcome.PULLABLE, 2)))
        .isEqualTo("Every image could be pulled again.");
    assertThat(verdict(Map.of())).isEqualTo("No image was found to check.");
  }

  private static String verdict(Map<Outcome, Integer> images) {
    return new Headline(
            new AuditReport(
                "",
                SampleReports.FINISHED,
                SampleReports.FINISHED,
                1,
                1,
                1,
                1,
                List.of(new NamespaceSummary("a", 1, 1, images)),
                List.of(),
                0,
                ""))
        .verdict();
  }
}
