package dev.pullable.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a review may take: what kube-apiserver says in `?timeout=`, less a margin in which the
/// answer travels.
///
/// @param whenUnsaid kube-apiserver's own default, for callers that do not say
public record ReviewTimeout(Duration whenUnsaid, Duration margin) {
  private static final Pattern GO_DURATION =
      Pattern.compile("(?:(\\d{1,4})m)?(?:(\\d{1,6})(?:\\.\\d{1,9})?s)?(?:(\\d{1,6})ms)?");

  /// The budget of a review; empty if the text is no duration such as `5s` or `1m30s`.
  ///
  /// @param timeout the query parameter, empty if there is none
  public Optional<Duration> budget(String timeout) {
    if (timeout.isEmpty()) {
      return Optional.of(lessMargin(whenUnsaid));
    }
    Matcher matcher = GO_DURATION.matcher(timeout);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration total =
        Duration.ofMinutes(number(matcher, 1))
            .plusSeconds(number(matcher, 2))
            .plusMillis(number(matcher, 3));
    return total.isZero() ? Optional.empty() : Optional.of(lessMargin(total));
  }

  private static long number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  /// At least half the time is for the review, however short it is.
  private Duration lessMargin(Duration total) {
    Duration half = total.dividedBy(2);
    Duration rest = total.minus(margin);
    return rest.compareTo(half) > 0 ? rest : half;
  }
}
