package dev.pullable.duration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as Go's `time.ParseDuration` takes them, such as `1m30s`.
public final class GoDuration {
  // Far more than the 19 digits that count, and far less than a big number to multiply.
  private static final int LONGEST = 200;
  private static final Pattern TERM =
      Pattern.compile("([0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final BigInteger TOO_LONG = BigInteger.ONE.shiftLeft(63);

  private GoDuration() {}

  /// The duration; null where Go reports an error.
  public static @Nullable Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String terms = negative || text.startsWith("+") ? text.substring(1) : text;
    if (terms.equals("0")) {
      return Duration.ZERO;
    }
    BigInteger nanos = terms.length() > LONGEST ? null : nanos(terms);
    if (nanos == null
        || nanos.compareTo(negative ? TOO_LONG : TOO_LONG.subtract(BigInteger.ONE)) > 0) {
      return null;
    }
    return Duration.ofNanos((negative ? nanos.negate() : nanos).longValueExact());
  }

  private static @Nullable BigInteger nanos(String terms) {
    Matcher term = TERM.matcher(terms);
    BigInteger sum = BigInteger.ZERO;
    int end = 0;
    while (end < terms.length()) {
      if (!term.find(end) || term.start() != end) {
        return null;
      }
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(term.group(2), 0L));
      BigDecimal nanos = new BigDecimal(term.group(1)).multiply(unit);
      sum = sum.add(nanos.setScale(0, RoundingMode.DOWN).toBigInteger());
      end = term.end();
    }
    return end == 0 ? null : sum;
  }
}
