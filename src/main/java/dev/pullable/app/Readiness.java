package dev.pullable.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.ReadinessState;

/// Whether the webhook takes reviews: it has started, which takes in the warm-up; it is not told to
/// stop; and every condition holds. The one place to ask, for probes and for whoever arms the
/// webhook. What is waited for is logged whenever that changes.
final class Readiness extends ApplicationAvailabilityBean {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);

  private final ObjectProvider<ReadinessCondition> conditions;
  private final AtomicReference<@Nullable List<String>> told = new AtomicReference<>();

  /// @param conditions found when first asked, so that they may ask for this in turn
  Readiness(ObjectProvider<ReadinessCondition> conditions) {
    this.conditions = conditions;
  }

  @Override
  public <S extends AvailabilityState> S getState(Class<S> type, S standard) {
    return judged(type, super.getState(type, standard));
  }

  @Override
  public <S extends AvailabilityState> @Nullable S getState(Class<S> type) {
    S state = super.getState(type);
    return state == null ? null : judged(type, state);
  }

  private <S extends AvailabilityState> S judged(Class<S> type, S state) {
    return state == ReadinessState.ACCEPTING_TRAFFIC && !conditionsHold()
        ? type.cast(ReadinessState.REFUSING_TRAFFIC)
        : state;
  }

  private boolean conditionsHold() {
    List<String> awaited = new ArrayList<>();
    try (Stream<ReadinessCondition> all = conditions.orderedStream()) {
      all.filter(it -> !it.holds().getAsBoolean()).forEach(it -> awaited.add(it.awaited()));
    }
    if (!awaited.equals(told.getAndSet(awaited))) {
      if (awaited.isEmpty()) {
        log.info("Ready");
      } else {
        log.info("Not ready, waiting for {}", String.join(", ", awaited));
      }
    }
    return awaited.isEmpty();
  }
}
