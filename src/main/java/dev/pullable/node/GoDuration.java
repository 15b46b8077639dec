package dev.pullable.node;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A duration as Go writes it (`time.ParseDuration`), such as `12h`, `1h30m` or `1.5s`.
final class GoDuration {
  private static final int LONGEST = 100;

  // Possessive, as nothing is ever to be tried twice.
  private static final Pattern PART =
      Pattern.compile("([0-9]*+)(\\.([0-9]*+))?+(ns|us|µs|μs|ms|s|m|h)");

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

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /// The duration, or null if it is none or more than 292 years.
  static @Nullable Duration parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String parts = signed ? text.substring(1) : text;
    if (parts.equals("0")) {
      return Duration.ZERO;
    }
    BigInteger nanos = parts.isEmpty() || parts.length() > LONGEST ? null : sum(parts);
    if (nanos == null || nanos.compareTo(MOST) > 0) {
      return null;
    }
    Duration span = Duration.ofNanos(nanos.longValueExact());
    return text.startsWith("-") ? span.negated() : span;
  }

  private static @Nullable BigInteger sum(String parts) {
    BigInteger sum = BigInteger.ZERO;
    Matcher part = PART.matcher(parts);
    int at = 0;
    for (; part.find(at) && part.start() == at; at = part.end()) {
      String fraction = part.group(3) == null ? "" : part.group(3);
      if (part.group(1).isEmpty() && fraction.isEmpty()) {
        return null;
      }
      BigDecimal number = new BigDecimal("0" + part.group(1) + "." + fraction + "0");
      BigDecimal nanos = number.multiply(BigDecimal.valueOf(unit(part.group(4))));
      sum = sum.add(nanos.setScale(0, RoundingMode.DOWN).toBigInteger());
      if (part.end() == parts.length()) {
        return sum;
      }
    }
    return null;
  }

  private static long unit(String name) {
    Long nanos = NANOS.get(name);
    if (nanos == null) {
      throw new IllegalStateException("the pattern takes no unit " + name);
    }
    return nanos;
  }
}
