package dev.pullable.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.ProvidedCredentials;
import dev.pullable.deadline.Deadline;
import dev.pullable.node.CacheKeyType.CacheKey;
import dev.pullable.node.PluginProcess.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One credential provider, asked once by all who ask the same at the same time, and not again
/// while its answer holds.
final class CredentialPlugin {
  private static final Logger log = LoggerFactory.getLogger(CredentialPlugin.class);

  /// The kubelet forgets a failure at once; here each review would start the plugin anew.
  private static final Duration FAILURE_LIFE = Duration.ofSeconds(5);

  private final CredentialProvider provider;
  private final PluginRunner runner;
  private final Executor threads;
  private final PluginCache cache;
  private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();

  /// For which images the last answer was kept; the next one is waited for by as many.
  private volatile CacheKeyType expected = CacheKeyType.IMAGE;

  private record Flight(String repository, CompletableFuture<PluginAnswer> answer) {}

  /// @param threads runs one task a flight; a virtual thread each is meant
  CredentialPlugin(
      CredentialProvider provider, PluginRunner runner, Executor threads, Ticker ticker) {
    this.provider = provider;
    this.runner = runner;
    this.threads = threads;
    this.cache = new PluginCache(ticker);
  }

  CredentialProvider provider() {
    return provider;
  }

  /// Asks about a repository that the provider serves.
  PluginAnswer ask(String repository, Deadline deadline) {
    while (true) {
      PluginAnswer kept = cache.get(repository);
      if (kept != null) {
        return kept;
      }
      CacheKey key = expected.key(repository);
      Flight own = new Flight(repository, new CompletableFuture<>());
      Flight other = flights.putIfAbsent(key, own);
      if (other == null) {
        start(key, own, deadline);
      }
      PluginAnswer answer = await(other == null ? own : other, deadline);
      if (other == null || holds(answer, other, repository, deadline)) {
        return answer;
      }
    }
  }

  /// Whether the answer of another's flight is one for this repository as well. If not, it may be
  /// in the cache now, or its deadline was shorter than ours.
  private static boolean holds(
      PluginAnswer answer, Flight other, String repository, Deadline deadline) {
    return switch (answer) {
      case PluginAnswer.Provided _ -> other.repository().equals(repository);
      case PluginAnswer.Failed _ -> true;
      case PluginAnswer.OutOfTime _ -> deadline.isOver() || Thread.currentThread().isInterrupted();
    };
  }

  /// A flight that gets no thread must not be joined by anyone.
  private void start(CacheKey key, Flight flight, Deadline deadline) {
    try {
      threads.execute(() -> fly(key, flight, deadline));
    } catch (RuntimeException | Error e) {
      flights.remove(key, flight);
      flight.answer().completeExceptionally(e);
      throw e;
    }
  }

  private void fly(CacheKey key, Flight flight, Deadline deadline) {
    try {
      // Another flight may have landed between a look into the cache and the start of this one.
      PluginAnswer kept = cache.get(flight.repository());
      PluginAnswer answer = kept == null ? run(key, flight.repository(), deadline) : kept;
      flights.remove(key, flight);
      flight.answer().complete(answer);
    } catch (RuntimeException | Error e) {
      flights.remove(key, flight);
      flight.answer().completeExceptionally(e);
      throw e;
    }
  }

  private PluginAnswer run(CacheKey key, String repository, Deadline deadline) {
    String request = PluginResponse.request(provider.apiVersion(), repository);
    return switch (runner.run(provider, request, deadline)) {
      case Outcome.Overdue() -> new PluginAnswer.OutOfTime();
      case Outcome.Failed(String why) -> failed(key, why);
      case Outcome.Succeeded(String output) -> read(key, repository, output);
    };
  }

  private PluginAnswer read(CacheKey key, String repository, String output) {
    try {
      PluginResponse response = PluginResponse.read(output, provider.apiVersion());
      PluginAnswer answer =
          new PluginAnswer.Provided(new ProvidedCredentials(provider.name(), response.entries()));
      Duration life = life(response.cacheDuration());
      cache.put(response.cacheKeyType().key(repository), answer, life);
      expected = life.isPositive() ? response.cacheKeyType() : CacheKeyType.IMAGE;
      return answer;
    } catch (PluginResponse.RubbishException e) {
      log.warn("The answer of the plugin {} {}", provider.name(), e.getMessage());
      return failed(key, "gave an answer that cannot be read");
    }
  }

  private Duration life(@Nullable Duration cacheDuration) {
    return cacheDuration == null ? provider.defaultCacheDuration() : cacheDuration;
  }

  private PluginAnswer failed(CacheKey key, String why) {
    log.warn("The credential provider plugin {} {}", provider.name(), why);
    PluginAnswer answer = new PluginAnswer.Failed(why);
    cache.put(key, answer, FAILURE_LIFE);
    return answer;
  }

  private static PluginAnswer await(Flight flight, Deadline deadline) {
    try {
      return flight.answer().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new PluginAnswer.OutOfTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PluginAnswer.OutOfTime();
    } catch (ExecutionException e) {
      throw new IllegalStateException("running a plugin failed", e.getCause());
    }
  }
}
