package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.HostBreaker.Leave;
import dev.pullable.registry.RegistryEvents.BreakerState;
import dev.pullable.registry.RegistryEvents.NotAsked;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A registry of which a host that fails too often is left alone for a while: the questions that
/// cannot be answered now would cost every review its time, and the host its recovery. Nothing is
/// proven by that, so an image there is in doubt.
///
/// Only hosts that have failed have a breaker, so that a tenant who names many costs little.
public final class BreakingRegistry implements Registry {
  private static final int MOST_HOSTS = 1_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /// What a host must have had before it counts against it that a deadline passed: one tenant's
  /// tiny timeouts must not close a host to the others.
  private static final Duration TIME_ENOUGH = Duration.ofSeconds(2);

  private final Registry registry;
  private final RegistryEvents events;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Cache<Endpoint, HostBreaker> breakers;

  public BreakingRegistry(Registry registry, RegistryEvents events) {
    this(registry, events, System::nanoTime);
  }

  /// The same on the given clock, for tests.
  public BreakingRegistry(Registry registry, RegistryEvents events, LongSupplier nanoTime) {
    this.registry = registry;
    this.events = events;
    this.nanoTime = nanoTime;
    this.clock = new MonotonicClock(nanoTime);
    Ticker ticker = nanoTime::getAsLong;
    this.breakers =
        Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .ticker(ticker)
            .<Endpoint, HostBreaker>evictionListener((host, breaker, _) -> forget(host, breaker))
            .build();
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    return guarded(request.endpoint(), () -> registry.manifest(request, deadline), it -> it);
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    return guarded(request.endpoint(), () -> registry.config(request, deadline), it -> it);
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    return guarded(request.endpoint(), () -> registry.names(request, deadline), it -> it);
  }

  private <A> A guarded(Endpoint endpoint, Supplier<A> question, Function<Refusal, A> refused) {
    Endpoint host = endpoint.canonical();
    HostBreaker breaker = breakers.getIfPresent(host);
    Leave leave = breaker == null ? null : breaker.leave();
    if (breaker != null && leave == null) {
      events.notAsked(host.authority(), NotAsked.BREAKER_OPEN);
      return refused.apply(new Refusal.FailedLately(breaker.last()));
    }
    Sign sign = Sign.NONE;
    Refusal how = null;
    long start = nanoTime.getAsLong();
    try {
      A answer = question.get();
      how = answer instanceof Refusal refusal ? refusal : null;
      sign = sign(how, Duration.ofNanos(nanoTime.getAsLong() - start));
      return answer;
    } finally {
      record(host, leave, sign, how);
    }
  }

  private void record(Endpoint host, @Nullable Leave leave, Sign sign, @Nullable Refusal how) {
    if (sign == Sign.ILL && how != null) {
      breakers.get(host, _ -> breaker(host, how)).failed(how, leave);
      return;
    }
    HostBreaker breaker = breakers.getIfPresent(host);
    if (breaker != null && sign == Sign.WELL) {
      breaker.answered(leave);
    } else if (breaker != null) {
      breaker.untold(leave);
    }
  }

  /// How many hosts have a breaker.
  long remembered() {
    breakers.cleanUp();
    return breakers.estimatedSize();
  }

  private HostBreaker breaker(Endpoint host, Refusal how) {
    return new HostBreaker(
        host.authority(), how, clock, state -> events.breaker(host.authority(), state));
  }

  private void forget(@Nullable Endpoint host, @Nullable HostBreaker breaker) {
    if (host != null && breaker != null && breaker.state() != BreakerState.CLOSED) {
      events.breaker(host.authority(), BreakerState.CLOSED);
    }
  }

  /// What an answer says of the host.
  private enum Sign {
    WELL,
    ILL,
    NONE
  }

  private static Sign sign(@Nullable Refusal refusal, Duration took) {
    return switch (refusal) {
      case null -> Sign.WELL;
      case Refusal.ServerError(int status, var _) -> status >= 500 ? Sign.ILL : Sign.WELL;
      // It has answered, though not in TLS.
      case Refusal.Unreachable(var cause, String _) ->
          cause == Refusal.Unreachable.Cause.NOT_TLS ? Sign.WELL : Sign.ILL;
      case Refusal.DeadlineExceeded() -> took.compareTo(TIME_ENOUGH) >= 0 ? Sign.ILL : Sign.NONE;
      // A proxy that fails for one host may do its work for others, so each counts by itself.
      case Refusal.ProxyFailed _ -> Sign.ILL;
      case Refusal.Busy _, Refusal.FailedLately _, Refusal.AddressNotAllowed _ -> Sign.NONE;
      case Refusal.NotFound _,
          Refusal.Unauthorized _,
          Refusal.CredentialWithheld _,
          Refusal.Denied _,
          Refusal.TooManyRequests _,
          Refusal.FewPullsLeft _,
          Refusal.Misbehaved _ ->
          Sign.WELL;
    };
  }
}
