package dev.pullable.cli;

import dev.pullable.registry.Exchange;
import dev.pullable.registry.RegistryEvents;
import java.util.ArrayList;
import java.util.List;

/// The HTTP exchanges that one image took, in the order in which they ended.
final class ExchangeLog implements RegistryEvents {
  /// Far more than one image takes.
  private static final int MOST = 1_000;

  private final List<Exchange> exchanges = new ArrayList<>();
  private int decisive = -1;

  @Override
  public boolean traces() {
    return true;
  }

  @Override
  public synchronized void traced(Exchange exchange) {
    if (exchanges.size() < MOST) {
      exchanges.add(exchange);
    }
  }

  /// Told when the outcome is settled: what follows is asked for advice only.
  synchronized void settled() {
    decisive = exchanges.size();
  }

  synchronized List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /// How many of the exchanges led to the outcome; the rest looked for what mends it.
  synchronized int decisive() {
    return decisive < 0 ? exchanges.size() : decisive;
  }
}
