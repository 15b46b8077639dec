package dev.pullable.audit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The lower part of the page: the findings, and what they are filtered with.
final class FindingsMarkup {
  /// A command begins in lower case, as a sentence does not.
  private static final Pattern COMMAND = Pattern.compile("[a-z][-a-z0-9.]* .*", Pattern.DOTALL);

  private final AuditReport report;
  private final Markup markup;

  FindingsMarkup(AuditReport report, Markup markup) {
    this.report = report;
    this.markup = markup;
  }

  void write() throws IOException {
    markup
        .raw("<section aria-labelledby=\"findings\">")
        .raw("<h2 id=\"findings\" tabindex=\"-1\">Findings</h2>\n");
    tools();
    status();
    if (report.findings().isEmpty()) {
      markup.raw(
          "<div class=\"nothing\"><p>There is nothing to be said about any image.</p></div>");
    }
    markup.raw("<ul class=\"findings\" id=\"list\" role=\"list\">\n");
    for (AuditFinding finding : report.findings()) {
      finding(finding);
    }
    markup
        .raw(
            "</ul>\n<button type=\"button\" class=\"more\" id=\"more\" hidden>Show more</button>\n")
        .raw("</section>\n</main>\n");
  }

  private void tools() throws IOException {
    markup
        .raw("<div class=\"tools\" id=\"tools\" role=\"search\" aria-label=\"Findings\" hidden>\n")
        .raw("<label>Search<input id=\"q\" type=\"search\" autocomplete=\"off\"")
        .raw(" spellcheck=\"false\" placeholder=\"Image, workload, Node, word …\"></label>\n");
    Map<String, String> outcomes = new LinkedHashMap<>();
    OutcomeText.ALL.stream()
        .filter(it -> report.findings().stream().anyMatch(one -> one.outcome() == it.outcome))
        .forEach(it -> outcomes.put(it.word(), it.title()));
    select("outcome", "Outcome", "All outcomes", outcomes);
    select("namespace", "Namespace", "All namespaces", options(AuditFinding::namespace));
    select("reason", "Reason", "All reasons", options(it -> it.reason().word()));
    markup
        .raw("<label>Order<select id=\"sort\"><option value=\"\">Worst first</option>")
        .raw("<option value=\"namespace\">By namespace</option>")
        .raw("<option value=\"image\">By image</option>")
        .raw("<option value=\"reason\">By reason</option>")
        .raw("<option value=\"pods\">Most Pods first</option></select></label>\n</div>\n");
  }

  private void select(String id, String label, String all, Map<String, String> options)
      throws IOException {
    markup
        .raw("<label>" + label)
        .open("select", "id", id)
        .element("option", all, "value", "", "data-label", all);
    for (Map.Entry<String, String> it : options.entrySet()) {
      markup.element("option", it.getValue(), "value", it.getKey(), "data-label", it.getValue());
    }
    markup.raw("</select></label>\n");
  }

  /// The values that there are, each under its own name.
  private Map<String, String> options(Function<AuditFinding, String> field) {
    Map<String, String> options = new TreeMap<>();
    for (AuditFinding finding : report.findings()) {
      String value = field.apply(finding);
      options.put(value, value);
    }
    return options;
  }

  private void status() throws IOException {
    markup
        .raw("<div class=\"status\" id=\"status\" hidden><p id=\"count\" role=\"status\"></p>")
        .raw("<button type=\"button\" id=\"clear\" hidden>Clear filters</button>")
        .raw(
            "<p class=\"keys\"><kbd>/</kbd> search &nbsp;<kbd>↑</kbd> <kbd>↓</kbd> through the list")
        .raw(" &nbsp;<kbd>Enter</kbd> open &nbsp;<kbd>Esc</kbd> clear</p></div>\n")
        .raw("<div class=\"heard\" id=\"heard\" role=\"status\"></div>\n")
        .raw("<div class=\"nothing\" id=\"nothing\" hidden><p>No finding is like that.</p>")
        .raw("<button type=\"button\" id=\"again\">Clear filters</button></div>\n");
  }

  private void finding(AuditFinding it) throws IOException {
    OutcomeText outcome = OutcomeText.of(it.outcome());
    markup
        .open(
            "li",
            "class",
            "f",
            "data-outcome",
            outcome.word(),
            "data-namespace",
            it.namespace(),
            "data-reason",
            it.reason().word(),
            "data-pods",
            String.valueOf(it.pods()))
        .raw("<details><summary>")
        .raw("<span class=\"badge b" + outcome.style + "\"><i aria-hidden=\"true\">" + outcome.sign)
        .raw("</i><span class=\"heard\">" + outcome.title() + ": </span></span>")
        .element("bdi", it.image(), "class", "image")
        .element("span", it.reason().word(), "class", "word")
        .element("span", problem(it), "class", "problem");
    where(it);
    markup.raw("</summary><div class=\"body\">");
    body(it);
    markup.raw("</div></details></li>\n");
  }

  private void where(AuditFinding it) throws IOException {
    markup
        .raw("<span class=\"where\">")
        .element("bdi", it.namespace())
        .raw(" / ")
        .element("bdi", it.kind() + " " + it.name())
        .raw(" · container ")
        .element("bdi", it.container())
        .text(" · " + Headline.counted(it.pods(), "Pod"))
        .raw("</span>");
  }

  /// Without the image, which stands above it.
  private static String problem(AuditFinding it) {
    String image = '"' + it.image() + "\" ";
    String problem = it.problem();
    String rest = problem.startsWith(image) ? problem.substring(image.length()) : problem;
    return rest.isEmpty() ? "" : rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
  }

  private void body(AuditFinding it) throws IOException {
    if (!it.trace().isEmpty()) {
      markup.raw("<h3>What was tried</h3><ol>");
      for (String line : it.trace()) {
        markup.element("li", line);
      }
      markup.raw("</ol>");
    }
    if (!it.remedy().isEmpty()) {
      markup.raw("<h3>What mends it</h3>");
      for (String line : it.remedy()) {
        remedy(line);
      }
    }
    nodes(it);
  }

  private void remedy(String line) throws IOException {
    if (COMMAND.matcher(line).matches()) {
      markup.raw("<div class=\"command\">").element("code", line).raw("</div>");
    } else {
      markup.element("p", line);
    }
  }

  private void nodes(AuditFinding it) throws IOException {
    if (it.nodes() == 0 && it.heldBy().isEmpty()) {
      return;
    }
    markup.raw("<h3>Nodes that hold it</h3>").element("p", nodesText(it));
    if (!it.heldBy().isEmpty()) {
      markup.raw("<ul>");
      for (String node : it.heldBy()) {
        markup.raw("<li>").element("bdi", node).raw("</li>");
      }
      markup.raw("</ul>");
    }
  }

  private static String nodesText(AuditFinding it) {
    int held = Math.max(0, it.nodes() - it.lacking());
    String text =
        held == 0
            ? "None of the "
                + Headline.counted(it.nodes(), "Node")
                + " where the Pod may land has it"
            : Headline.number(held)
                + " of "
                + Headline.counted(it.nodes(), "Node")
                + " where the Pod may land "
                + (held == 1 ? "has it" : "have it");
    boolean cut = it.heldBy().size() < held && !it.heldBy().isEmpty();
    return text + (cut ? "; the first " + it.heldBy().size() + ":" : held == 0 ? "." : ":");
  }
}
