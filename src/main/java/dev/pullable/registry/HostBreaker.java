package dev.pullable.registry;

import dev.pullable.registry.RegistryEvents.BreakerState;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The circuit breaker of one host that has failed.
final class HostBreaker {
  private static final int WINDOW = 20;
  private static final int FEWEST = 5;
  private static final float FAILURES_PERCENT = 50;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final CircuitBreaker breaker;
  private volatile Refusal last;

  /// @param first the failure that it is made for
  /// @param states told of every change
  HostBreaker(String host, Refusal first, Clock clock, Consumer<BreakerState> states) {
    this.last = first;
    this.breaker = CircuitBreaker.of(host, config(clock));
    breaker
        .getEventPublisher()
        .onStateTransition(event -> states.accept(state(event.getStateTransition().getToState())));
  }

  /// Asks for leave to ask the host; null if there is none.
  @Nullable Leave leave() {
    return breaker.tryAcquirePermission() ? new Leave(this, isHalfOpen()) : null;
  }

  /// How the host failed last.
  Refusal last() {
    return last;
  }

  BreakerState state() {
    return state(breaker.getState());
  }

  void failed(Refusal how, @Nullable Leave leave) {
    last = how;
    ended(true, leave);
  }

  void answered(@Nullable Leave leave) {
    ended(false, leave);
  }

  /// The question ended in a way that says nothing of the host.
  void untold(@Nullable Leave leave) {
    if (isProbe(leave)) {
      breaker.releasePermission();
    }
  }

  private void ended(boolean failed, @Nullable Leave leave) {
    // What was asked before it opened says nothing of whether the host has recovered.
    if (isHalfOpen() && !isProbe(leave)) {
      return;
    }
    breaker.onResult(0, TimeUnit.NANOSECONDS, failed);
  }

  private boolean isProbe(@Nullable Leave leave) {
    return leave != null && leave.of() == this && leave.probe();
  }

  private boolean isHalfOpen() {
    return breaker.getState() == CircuitBreaker.State.HALF_OPEN;
  }

  private static CircuitBreakerConfig config(Clock clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(WINDOW, FEWEST, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(FAILURES_PERCENT)
        .waitIntervalFunctionInOpenState(
            IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
        .permittedNumberOfCallsInHalfOpenState(1)
        .recordResult(Boolean.TRUE::equals)
        .clock(clock)
        .build();
  }

  private static BreakerState state(CircuitBreaker.State state) {
    return switch (state) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }

  /// The leave to ask a host once.
  ///
  /// @param probe whether it is the one question that decides if the host has recovered
  record Leave(HostBreaker of, boolean probe) {}
}
