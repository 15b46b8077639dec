package dev.pullable.admission;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a review may take: what kube-apiserver says in `?timeout=`, less a margin in which the
/// answer travels.
///
/// @param whenUnsaid kube-apiserver's own default, for callers that do not say
public record ReviewTimeout(Duration whenUnsaid, Duration margin) {
  private static final String NUMBER = "(\\d{1,6}(?:\\.\\d{1,9})?)";

  /// As Go's `time.Duration.String()` writes what is not shorter than a millisecond.
  private static final Pattern GO_DURATION =
      Pattern.compile(
          "(?:" + NUMBER + "h)?(?:" + NUMBER + "m)?(?:" + NUMBER + "s)?(?:" + NUMBER + "ms)?");

  /// What a webhook's `timeoutSeconds` can be at most; no caller may keep a review for longer.
  private static final Duration LONGEST = Duration.ofSeconds(30);

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
        number(matcher, 1, Duration.ofHours(1))
            .plus(number(matcher, 2, Duration.ofMinutes(1)))
            .plus(number(matcher, 3, Duration.ofSeconds(1)))
            .plus(number(matcher, 4, Duration.ofMillis(1)));
    return total.isZero() ? Optional.empty() : Optional.of(lessMargin(total));
  }

  private static Duration number(Matcher matcher, int group, Duration unit) {
    String written = matcher.group(group);
    return written == null
        ? Duration.ZERO
        : Duration.ofNanos(
            new BigDecimal(written).multiply(BigDecimal.valueOf(unit.toNanos())).longValue());
  }

  /// At least half the time is for the review, however short it is.
  private Duration lessMargin(Duration asked) {
    Duration total = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    Duration half = total.dividedBy(2);
    Duration rest = total.minus(margin);
    return rest.compareTo(half) > 0 ? rest : half;
  }
}
