package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCacheTest {
  private static final Secret TOKEN = new Secret("Bearer T");

  private final AtomicLong nanos = new AtomicLong();
  private final TokenCache cache = new TokenCache(nanos::get);

  @ParameterizedTest
  @CsvSource({"60,50", "300,290", "3600,290", "11,1"})
  void aTokenIsKeptForItsLifeLessAMargin(long life, long kept) {
    cache.put(key("a"), TOKEN, Duration.ofSeconds(life));

    nanos.set(Duration.ofSeconds(kept).toNanos() - 1);
    assertThat(cache.get(key("a"))).isEqualTo(TOKEN);
    nanos.set(Duration.ofSeconds(kept).toNanos());
    assertThat(cache.get(key("a"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"10", "1", "0"})
  void aShortLivedTokenIsNotKept(long life) {
    cache.put(key("a"), TOKEN, Duration.ofSeconds(life));

    assertThat(cache.get(key("a"))).isNull();
  }

  @Test
  void aNewTokenHasItsOwnLife() {
    cache.put(key("a"), TOKEN, Duration.ofMinutes(5));
    cache.put(key("a"), new Secret("Bearer U"), Duration.ofSeconds(20));

    nanos.set(Duration.ofSeconds(15).toNanos());
    assertThat(cache.get(key("a"))).isNull();
  }

  @Test
  void itHoldsABoundedNumberOfTokens() {
    IntStream.range(0, 30_000)
        .forEach(i -> cache.put(key("scope " + i), TOKEN, Duration.ofMinutes(5)));

    assertThat(IntStream.range(0, 30_000).filter(i -> cache.get(key("scope " + i)) != null).count())
        .isPositive()
        .isLessThanOrEqualTo(10_000);
  }

  @Test
  void itHoldsFewerTokensWhereTheyAreLarge() {
    Secret large = new Secret("x".repeat(1 << 16));
    IntStream.range(0, 2_000)
        .forEach(i -> cache.put(key("scope " + i), large, Duration.ofMinutes(5)));

    assertThat(IntStream.range(0, 2_000).filter(i -> cache.get(key("scope " + i)) != null).count())
        .isPositive()
        .isLessThanOrEqualTo(512);
  }

  private static TokenCache.Key key(String scope) {
    return new TokenCache.Key("https://reg.io/v2", "https://auth.reg.io/", "s", scope, "f");
  }
}
