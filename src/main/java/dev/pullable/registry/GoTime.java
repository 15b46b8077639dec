package dev.pullable.registry;

import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The times that Go's `time.Time` takes from JSON.
final class GoTime {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})T(\\d{1,2}):(\\d{2}):(\\d{2})(?:[.,]\\d++)?+"
              + "(?:Z|[+-](\\d{2}):(\\d{2}))");

  private GoTime() {}

  /// Whether Go parses it: RFC 3339, and beyond it an hour of one digit, a comma before the
  /// fraction, and an offset of 24:60 (time/format_rfc3339.go, go.dev/issue/54580).
  static boolean isRfc3339(String text) {
    Matcher time = RFC_3339.matcher(text);
    return time.matches()
        && isDate(number(time, 1), number(time, 2), number(time, 3))
        && number(time, 4) < 24
        && number(time, 5) < 60
        && number(time, 6) < 60
        && (time.group(7) == null || (number(time, 7) <= 24 && number(time, 8) <= 60));
  }

  private static boolean isDate(int year, int month, int day) {
    return month >= 1 && month <= 12 && YearMonth.of(year, month).isValidDay(day);
  }

  private static int number(Matcher time, int group) {
    return Integer.parseInt(time.group(group));
  }
}
