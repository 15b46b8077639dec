package dev.pullable.testregistry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What a registry was asked, in full while logging is on, and counted in any case.
final class RequestLog {
  private record Counted(RequestKind kind, String method) {}

  private final ConcurrentLinkedQueue<LoggedRequest> requests = new ConcurrentLinkedQueue<>();
  private final Map<Counted, LongAdder> counters = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private volatile boolean logging = true;

  void logging(boolean on) {
    logging = on;
  }

  void received(LoggedRequest request) {
    counters
        .computeIfAbsent(new Counted(request.kind(), request.method()), _ -> new LongAdder())
        .increment();
    if (logging) {
      requests.add(request);
    }
    peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
  }

  void answered() {
    inFlight.decrementAndGet();
  }

  List<LoggedRequest> requests() {
    List<LoggedRequest> sorted = new ArrayList<>(requests);
    sorted.sort((a, b) -> Long.compare(a.order(), b.order()));
    return List.copyOf(sorted);
  }

  long count() {
    return counters.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long count(RequestKind kind, String method) {
    LongAdder counter = counters.get(new Counted(kind, method));
    return counter == null ? 0 : counter.sum();
  }

  int inFlight() {
    return inFlight.get();
  }

  int peak() {
    return peak.get();
  }

  void clear() {
    requests.clear();
    counters.clear();
    peak.set(inFlight.get());
  }
}
