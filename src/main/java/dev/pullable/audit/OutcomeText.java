package dev.pullable.audit;

import java.util.List;
import java.util.Locale;

/// How an outcome is shown. Its sign is there for who does not see its colour.
enum OutcomeText {
  UNPULLABLE(Outcome.UNPULLABLE, "×", "u", "could not be pulled"),
  DOUBT(Outcome.DOUBT, "?", "d", "in doubt"),
  CONCERN(Outcome.CONCERN, "!", "c", "with a concern"),
  PULLABLE(Outcome.PULLABLE, "✓", "p", "could be pulled");

  /// The worst first.
  static final List<OutcomeText> ALL = List.of(values());

  final Outcome outcome;
  final String sign;

  /// A letter, which the style sheet's classes end with.
  final String style;

  final String words;

  OutcomeText(Outcome outcome, String sign, String style, String words) {
    this.outcome = outcome;
    this.sign = sign;
    this.style = style;
    this.words = words;
  }

  static OutcomeText of(Outcome outcome) {
    return switch (outcome) {
      case UNPULLABLE -> UNPULLABLE;
      case DOUBT -> DOUBT;
      case CONCERN -> CONCERN;
      case PULLABLE -> PULLABLE;
    };
  }

  /// As programs know it.
  String word() {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /// As it stands alone.
  String title() {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
