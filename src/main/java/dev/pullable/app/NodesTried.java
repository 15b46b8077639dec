package dev.pullable.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the Nodes have been listed once, or have been waited for long enough: an API server that
/// does not show them costs findings about platforms, and must not cost all the others.
final class NodesTried implements BooleanSupplier {
  static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(NodesTried.class);

  private final BooleanSupplier synced;
  private final LongSupplier nanoTime;
  private final long since;
  private final AtomicBoolean warned = new AtomicBoolean();

  NodesTried(BooleanSupplier synced, LongSupplier nanoTime) {
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
          "Nodes and RuntimeClasses not listed after {} s: ready without them, so that only"
              + " pullable.nodes.platforms count until they are",
          LONG_ENOUGH.toSeconds());
    }
    return true;
  }
}
