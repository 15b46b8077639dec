package dev.pullable.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.resolution.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The reasons of a check as rules of SARIF, those that occur, in their own order.
final class SarifRules {
  private final Map<Reason, Severity> worst = new EnumMap<>(Reason.class);
  private final List<Reason> order;
  private final ReasonsPage page;

  SarifRules(List<CheckFinding> findings, ReasonsPage page) {
    findings.forEach(it ->
        worst.merge(it.finding().reason(), it.severity(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
    order = List.copyOf(worst.keySet());
    this.page = page;
  }

  int index(Reason reason) {
    return order.indexOf(reason);
  }

  static String level(Severity severity) {
    return switch (severity) {
      case DENY -> "error";
      case WARN -> "warning";
      case AUDIT -> "note";
    };
  }

  /// With all that GitHub demands of a rule: its descriptions and a help.
  void write(ArrayNode rules) {
    worst.forEach((reason, severity) -> {
      ObjectNode rule = rules.addObject().put("id", reason.word()).put("name", reason.word());
      rule.putObject("shortDescription").put("text", sentence(reason));
      rule.putObject("fullDescription")
          .put("text", "The image of a container or volume: " + sentence(reason) + ".");
      String section = page.section(reason);
      boolean link = section.startsWith("https://");
      if (link) {
        rule.put("helpUri", section);
      }
      rule.putObject("help")
          .put("text", "Read on: " + section)
          .put("markdown", link ? "[Read on](" + section + ")" : "Read on: `" + section + "`");
      rule.putObject("defaultConfiguration").put("level", level(severity));
      rule.putObject("properties").putArray("tags").add("kubernetes").add("container-image");
    });
  }

  /// Such as `Tag not found`.
  private static String sentence(Reason reason) {
    String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
