package dev.pullable.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether something has been listed once, or has been waited for long enough: an API server that
/// does not show it costs what depends on it, and must not cost all the rest.
final class ListTried implements BooleanSupplier {
  static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(ListTried.class);

  private final String what;
  private final String without;
  private final BooleanSupplier synced;
  private final LongSupplier nanoTime;
  private final long since;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// @param what is listed, such as `Nodes`
  /// @param without what then counts until it is
  ListTried(String what, String without, BooleanSupplier synced, LongSupplier nanoTime) {
    this.what = what;
    this.without = without;
    this.synced = synced;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  @Override
  public boolean getAsBoolean() {
    if (warned.get() || synced.getAsBoolean()) {
      return true;
    }
    if (nanoTime.getAsLong() - since < LONG_ENOUGH.toNanos()) {
      return false;
    }
    if (!warned.getAndSet(true)) {
      log.warn(
          "{} not listed after {} s: ready without them, so that only {} counts until they are",
          what,
          LONG_ENOUGH.toSeconds(),
          without);
    }
    return true;
  }
}
