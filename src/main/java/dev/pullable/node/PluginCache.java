package dev.pullable.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.ProvidedCredentials;
import dev.pullable.node.CacheKeyType.CacheKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A plugin's answers that still hold. Bounded in entries and in what they hold.
final class PluginCache {
  private static final int CHARS = 4 << 20;
  private static final int ENTRIES = 1_000;

  private final Cache<CacheKey, Entry> entries;

  private record Entry(PluginAnswer answer, Duration life) {}

  PluginCache(Ticker ticker) {
    entries =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumWeight(CHARS)
            .weigher((CacheKey key, Entry entry) -> weight(key, entry.answer()))
            .expireAfter(Expiry.creating((CacheKey _, Entry entry) -> entry.life()))
            .build();
  }

  /// The answer for a repository in the kubelet's order: its own, its registry's, the global one.
  @Nullable PluginAnswer get(String repository) {
    for (CacheKeyType type : CacheKeyType.values()) {
      Entry entry = entries.getIfPresent(type.key(repository));
      if (entry != null) {
        return entry.answer();
      }
    }
    return null;
  }

  /// @param life how long it holds; nothing is kept where that is no time at all
  void put(CacheKey key, PluginAnswer answer, Duration life) {
    // Anew, as an entry's life is reckoned when it is created.
    entries.invalidate(key);
    if (life.isPositive()) {
      entries.put(key, new Entry(answer, life));
    }
  }

  private static int weight(CacheKey key, PluginAnswer answer) {
    int chars = key.value().length() + CHARS / ENTRIES;
    return switch (answer) {
      case PluginAnswer.Failed _, PluginAnswer.OutOfTime _ -> chars;
      case PluginAnswer.Provided(ProvidedCredentials credentials) ->
          chars + credentials.entries().stream().mapToInt(PluginCache::chars).sum();
    };
  }

  private static int chars(ProvidedCredentials.Entry entry) {
    return entry.registry().length()
        + entry.username().length()
        + entry.password().reveal().length();
  }
}
