package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tokens that are still good, each for the registry, realm, service, scopes and credential that it
/// was given for, and for at most 290 seconds: a withdrawn right is noticed soon. Bounded in
/// entries and in what they hold.
public final class TokenCache {
  private static final int ENTRIES = 10_000;
  private static final long CHARS = 32L << 20;
  private static final int LEAST_WEIGHT = Math.toIntExact(CHARS / ENTRIES) + 1;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Cache<Key, Entry> entries;

  /// What a token was given for. Holds what a registry wrote: never to be shown.
  ///
  /// @param credential the fingerprint of the credential that was shown for it
  public record Key(
      String registry, String realm, String service, String scope, String credential) {
    @Override
    public String toString() {
      return "TokenCache.Key[" + registry + "]";
    }
  }

  private record Entry(Secret authorization, Duration life) {}

  public TokenCache() {
    this(Ticker.systemTicker());
  }

  TokenCache(Ticker ticker) {
    entries =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumWeight(CHARS)
            .weigher(TokenCache::weight)
            .expireAfter(Expiry.creating((Key _, Entry entry) -> entry.life()))
            .build();
  }

  /// The Authorization header, or null if there is none that is good for a while yet.
  @Nullable Secret get(Key key) {
    Entry entry = entries.getIfPresent(key);
    return entry == null ? null : entry.authorization();
  }

  /// @param life how long it is good for, as the token server says
  void put(Key key, Secret authorization, Duration life) {
    Duration kept = (life.compareTo(LONGEST) < 0 ? life : LONGEST).minus(MARGIN);
    if (kept.isPositive()) {
      // Anew, as an entry's life is reckoned when it is created.
      entries.invalidate(key);
      entries.put(key, new Entry(authorization, kept));
    }
  }

  /// Drops one that the registry refuses, and no newer one.
  void drop(Key key, Secret refused) {
    Entry entry = entries.getIfPresent(key);
    if (entry != null && entry.authorization().equals(refused)) {
      entries.asMap().remove(key, entry);
    }
  }

  /// No entry weighs less than its share, so that there are never more than 10,000.
  private static int weight(Key key, Entry entry) {
    int chars =
        key.registry().length()
            + key.realm().length()
            + key.service().length()
            + key.scope().length()
            + entry.authorization().reveal().length();
    return Math.max(chars, LEAST_WEIGHT);
  }
}
