package dev.pullable.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// A report as a page of its own: one file that loads nothing, and in which nothing runs or is
/// styled but what stands here, by its hash. All is there without a script; the script only
/// filters.
public final class HtmlReport {
  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private HtmlReport() {}

  /// Writes the page; the writer's encoding is to be UTF-8.
  public static void write(AuditReport report, Writer out) throws IOException {
    Headline headline = new Headline(report);
    Markup markup = new Markup(out);
    markup
        .raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .open("meta", "http-equiv", "Content-Security-Policy", "content", policy(report))
        .raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .raw("<link rel=\"icon\" href=\"data:,\">\n")
        .element("title", "Pullable audit: " + headline.verdict())
        .raw("\n<style>" + STYLE + "</style>\n<style>" + map(report) + "</style>\n</head>\n")
        .raw("<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n")
        .raw("<div class=\"page\">\n");
    new OverviewMarkup(report, headline, markup).write();
    new FindingsMarkup(report, markup).write();
    footer(report, headline, markup);
    markup.raw("</div>\n<script>" + SCRIPT + "</script>\n</body>\n</html>\n");
  }

  /// The page's Content-Security-Policy, which is in the page, too.
  public static String policy(AuditReport report) {
    return "default-src 'none'; img-src data:; style-src "
        + source(STYLE)
        + ' '
        + source(map(report))
        + "; script-src "
        + source(SCRIPT)
        + "; base-uri 'none'; form-action 'none'";
  }

  private static void footer(AuditReport report, Headline headline, Markup markup)
      throws IOException {
    markup.raw("<footer><p>").text("As of " + headline.time());
    if (!report.cluster().isEmpty()) {
      markup.raw(" · cluster ").element("bdi", report.cluster());
    }
    markup
        .raw(". What happens to images after that is not in here. An image counts once in each")
        .raw(" namespace.</p></footer>\n");
  }

  private static String map(AuditReport report) {
    return MapStyle.of(MapStyle.shown(report));
  }

  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
