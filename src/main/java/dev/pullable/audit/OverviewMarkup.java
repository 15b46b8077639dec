package dev.pullable.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The upper part of the page: the verdict, the figures and the picture of the cluster.
final class OverviewMarkup {
  /// Stripes, dots and lines, for who does not see the colours.
  private static final String PATTERNS =
      """
      <svg class="defs" aria-hidden="true"><defs>
      <pattern id="pu" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="u1" width="7" height="7"/><line class="u2" x1="1" y1="0" x2="1" y2="7" stroke-width="2"/></pattern>
      <pattern id="pd" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="d1" width="8" height="8"/><circle class="d2" cx="2" cy="2" r="1.3"/><circle class="d2" cx="6" cy="6" r="1.3"/></pattern>
      <pattern id="pc" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="c1" width="6" height="6"/><line class="c2" x1="0" y1="1" x2="6" y2="1" stroke-width="1.5"/></pattern>
      </defs></svg>
      """;

  private final AuditReport report;
  private final Headline headline;
  private final Markup markup;

  OverviewMarkup(AuditReport report, Headline headline, Markup markup) {
    this.report = report;
    this.headline = headline;
    this.markup = markup;
  }

  void write() throws IOException {
    markup.raw(PATTERNS).raw("<header>\n<p class=\"kicker\"><b>Pullable</b> audit");
    if (!report.cluster().isEmpty()) {
      markup.raw(" of ").element("bdi", report.cluster());
    }
    markup
        .raw("</p>\n")
        .element("h1", headline.verdict())
        .element("p", headline.scope() + " · " + headline.time(), "class", "meta")
        .raw("\n");
    notices();
    markup.raw("</header>\n<main>\n");
    if (headline.images() > 0) {
      figures();
      map();
    }
  }

  private void notices() throws IOException {
    if (!report.incomplete().isEmpty()) {
      markup
          .raw("<p class=\"notice\"><strong>Not everything was looked at:</strong> ")
          .text(report.incomplete())
          .raw(". What is missing is in no figure here.</p>\n");
    }
    if (report.omitted() > 0) {
      String more = Headline.counted(report.omitted(), "more finding");
      markup
          .raw("<p class=\"notice\"><strong>")
          .text(more)
          .raw("</strong> than the list below has room for; the figures count them.</p>\n");
    }
  }

  private void figures() throws IOException {
    markup.raw(
        "<section aria-labelledby=\"images\"><h2 id=\"images\" class=\"heard\">Images</h2>\n");
    bar("bar", report::count, headline.images());
    markup.raw("<ul class=\"figures\">\n");
    for (OutcomeText it : OutcomeText.ALL) {
      figure(it);
    }
    markup.raw("</ul></section>\n");
  }

  private void figure(OutcomeText it) throws IOException {
    int count = report.count(it.outcome);
    boolean listed = report.findings().stream().anyMatch(one -> one.outcome() == it.outcome);
    String tag = listed ? "a" : "div";
    markup.raw("<li>");
    if (listed) {
      markup.open("a", "class", "figure", "href", "#findings", "data-outcome", it.word());
    } else {
      markup.open("div", "class", "figure");
    }
    markup
        .element("b", Headline.number(count))
        .raw(
            "<svg class=\"sw\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" class=\"f")
        .raw(it.style + "\"/></svg><span>")
        .raw("<span aria-hidden=\"true\">" + it.sign + "</span> ")
        .text(it.words)
        .raw("</span>")
        .element("span", share(count), "class", "share")
        .close(tag)
        .raw("</li>\n");
  }

  private String share(int count) {
    double percent = 100.0 * count / headline.images();
    String shown =
        count > 0 && percent < 0.1
            ? "under 0.1"
            : String.format(Locale.ROOT, percent < 10 && count > 0 ? "%.1f" : "%.0f", percent);
    return shown + " % of images";
  }

  private void map() throws IOException {
    List<NamespaceSummary> shown = MapStyle.shown(report);
    markup
        .raw("<section aria-labelledby=\"namespaces\"><h2 id=\"namespaces\">Namespaces</h2>\n")
        .raw("<ul class=\"map\" id=\"map\">\n");
    for (int i = 0; i < shown.size(); i++) {
      tile(i, shown.get(i));
    }
    markup
        .raw("</ul>\n<p class=\"note\">The area of a namespace is its number of images, the worst")
        .raw(" first.");
    int rest = report.namespaces().size() - shown.size();
    if (rest > 0) {
      markup.text(
          " "
              + Headline.counted(rest, "namespace")
              + " without an image, or small, only in the table.");
    }
    markup.raw("</p>\n");
    table();
    markup.raw("</section>\n");
  }

  private void tile(int index, NamespaceSummary it) throws IOException {
    int images = NamespaceMap.images(it);
    String all = words(it, images);
    markup
        .raw("<li>")
        .open(
            "a",
            "class",
            "tile",
            "id",
            "t" + index,
            "href",
            "#findings",
            "data-namespace",
            it.namespace(),
            "aria-label",
            it.namespace() + ": " + all,
            "title",
            it.namespace() + ": " + all);
    bar("", it::count, images);
    markup
        .raw("<span class=\"label\">" + OutcomeText.of(it.worst()).sign + " ")
        .element("bdi", it.namespace())
        .raw("</span>")
        .element("span", brief(it, images), "class", "count")
        .raw("</a></li>\n");
  }

  /// The worst, as a share.
  private static String brief(NamespaceSummary it, int images) {
    String all = Headline.counted(images, "image");
    return it.worst() == Outcome.PULLABLE
        ? all
        : Headline.number(it.count(it.worst())) + " of " + all;
  }

  private static String words(NamespaceSummary it, int images) {
    StringBuilder words = new StringBuilder(Headline.counted(images, "image"));
    for (OutcomeText outcome : OutcomeText.ALL) {
      int count = it.count(outcome.outcome);
      if (count > 0 && outcome != OutcomeText.PULLABLE) {
        words.append(", ").append(Headline.number(count)).append(' ').append(outcome.words);
      }
    }
    return words.toString();
  }

  /// How many images had an outcome.
  private interface Counts {
    int of(Outcome outcome);
  }

  /// One rectangle an outcome, side by side.
  private void bar(String style, Counts counts, int images) throws IOException {
    markup.open("svg", "class", style, "aria-hidden", "true", "focusable", "false");
    double before = 0;
    for (OutcomeText it : OutcomeText.ALL) {
      double share = 100.0 * counts.of(it.outcome) / images;
      if (share > 0) {
        markup.raw(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.2f%%\" width=\"%.2f%%\" height=\"100%%\" class=\"f%s\"/>",
                before,
                share,
                it.style));
      }
      before += share;
    }
    markup.close("svg");
  }

  private void table() throws IOException {
    markup
        .raw("<details class=\"all\"><summary>All namespaces as a table</summary>")
        .raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of namespaces\">")
        .raw("<table><thead><tr><th scope=\"col\">Namespace</th>");
    for (OutcomeText it : OutcomeText.ALL) {
      markup.element("th", it.title(), "scope", "col");
    }
    markup.raw("<th scope=\"col\">Workloads</th><th scope=\"col\">Pods</th></tr></thead><tbody>\n");
    for (NamespaceSummary it : inOrder()) {
      markup.raw("<tr><th scope=\"row\">").element("bdi", it.namespace()).raw("</th>");
      for (OutcomeText outcome : OutcomeText.ALL) {
        cell(it.count(outcome.outcome));
      }
      cell(it.workloads());
      cell(it.pods());
      markup.raw("</tr>\n");
    }
    markup.raw("</tbody></table></div></details>\n");
  }

  private List<NamespaceSummary> inOrder() {
    List<NamespaceSummary> all = new ArrayList<>(NamespaceMap.ordered(report.namespaces()));
    report.namespaces().stream().filter(it -> NamespaceMap.images(it) == 0).forEach(all::add);
    return all;
  }

  private void cell(int number) throws IOException {
    if (number == 0) {
      markup.raw("<td class=\"none\">0</td>");
    } else {
      markup.element("td", Headline.number(number));
    }
  }
}
