package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.RegistryEvents.NotAsked;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A registry that is left alone for as long as it asks to be, with 429 or with 503 and
/// `Retry-After`. Limits are by account, or by address for those who show none: so the wait is one
/// credential's at one host, and nobody else's.
public final class WaitingRegistry implements Registry {
  private static final Duration UNTOLD = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_WAITS = 10_000;

  private final Registry registry;
  private final Function<@Nullable Credential, String> fingerprint;
  private final RegistryEvents events;
  private final LongSupplier nanoTime;
  private final Cache<Asker, Wait> waits;

  /// @param fingerprint tells credentials apart without keeping them
  public WaitingRegistry(
      Registry registry,
      Function<@Nullable Credential, String> fingerprint,
      RegistryEvents events) {
    this(registry, fingerprint, events, System::nanoTime);
  }

  /// The same on the given clock, for tests.
  public WaitingRegistry(
      Registry registry,
      Function<@Nullable Credential, String> fingerprint,
      RegistryEvents events,
      LongSupplier nanoTime) {
    this.registry = registry;
    this.fingerprint = fingerprint;
    this.events = events;
    this.nanoTime = nanoTime;
    Ticker ticker = nanoTime::getAsLong;
    this.waits =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(MOST_WAITS)
            .expireAfterWrite(LONGEST)
            .build();
  }

  private record Asker(Endpoint host, String credential) {}

  /// @param until on the clock of the registry
  private record Wait(Refusal refusal, long until) {}

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    return patiently(
        request.endpoint(),
        request.credential(),
        () -> registry.manifest(request, deadline),
        it -> it);
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    return patiently(
        request.endpoint(),
        request.credential(),
        () -> registry.config(request, deadline),
        it -> it);
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    return patiently(
        request.endpoint(),
        request.credential(),
        () -> registry.names(request, deadline),
        it -> it);
  }

  private <A> A patiently(
      Endpoint endpoint,
      @Nullable Credential credential,
      Supplier<A> question,
      Function<Refusal, A> refused) {
    Asker asker = new Asker(endpoint.canonical(), fingerprint.apply(credential));
    Wait wait = waits.getIfPresent(asker);
    Duration left = wait == null ? Duration.ZERO : left(wait);
    if (wait != null && left.isPositive()) {
      events.notAsked(asker.host().authority(), NotAsked.TOLD_TO_WAIT);
      return refused.apply(again(wait.refusal(), left));
    }
    A answer = question.get();
    if (answer instanceof Refusal refusal) {
      asked(refusal).ifPresent(span -> waits.put(asker, new Wait(refusal, until(span))));
    }
    return answer;
  }

  /// How long it asks to be left alone.
  private static Optional<Duration> asked(Refusal refusal) {
    return switch (refusal) {
      case Refusal.TooManyRequests(var retryAfter) -> Optional.of(retryAfter.orElse(UNTOLD));
      case Refusal.ServerError(int _, var retryAfter) -> retryAfter;
      case Refusal.NotFound _,
          Refusal.Unauthorized _,
          Refusal.CredentialWithheld _,
          Refusal.Denied _,
          Refusal.Unreachable _,
          Refusal.AddressNotAllowed _,
          Refusal.ProxyFailed _,
          Refusal.DeadlineExceeded _,
          Refusal.Misbehaved _,
          Refusal.Busy _,
          Refusal.FewPullsLeft _,
          Refusal.FailedLately _ ->
          Optional.empty();
    };
  }

  private static Refusal again(Refusal refusal, Duration left) {
    Optional<Duration> seconds =
        Optional.of(Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds()));
    return refusal instanceof Refusal.ServerError(int status, var _)
        ? new Refusal.ServerError(status, seconds)
        : new Refusal.TooManyRequests(seconds);
  }

  private long until(Duration span) {
    Duration atLeast = span.compareTo(SHORTEST) < 0 ? SHORTEST : span;
    Duration bounded = atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    return nanoTime.getAsLong() + bounded.toNanos();
  }

  private Duration left(Wait wait) {
    return Duration.ofNanos(wait.until() - nanoTime.getAsLong());
  }
}
