package dev.pullable.registry;

import dev.pullable.deadline.Deadline;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The turns at each host: so many at a time, and so many waiting for one, first come first served.
/// A host is remembered while somebody is there.
final class HostTurns {
  private final int atATime;
  private final int waiting;
  private final ConcurrentMap<Endpoint, Crowd> hosts = new ConcurrentHashMap<>();

  HostTurns(int atATime, int waiting) {
    this.atATime = atATime;
    this.waiting = waiting;
  }

  /// A turn at a host; null if there is none by the deadline, or too many wait for one already.
  @Nullable Turn take(Endpoint host, Deadline deadline) {
    Crowd crowd = come(host);
    boolean taken = false;
    try {
      taken =
          crowd.size() <= atATime + waiting
              && crowd.free().tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!taken) {
        go(host);
      }
    }
    return taken ? () -> giveBack(host, crowd) : null;
  }

  /// How many hosts somebody is at.
  int hosts() {
    return hosts.size();
  }

  private void giveBack(Endpoint host, Crowd crowd) {
    crowd.free().release();
    go(host);
  }

  private Crowd come(Endpoint host) {
    return hosts.merge(
        host,
        new Crowd(new Semaphore(atATime, true), 1),
        (there, _) -> new Crowd(there.free(), there.size() + 1));
  }

  private void go(Endpoint host) {
    hosts.computeIfPresent(
        host, (_, there) -> there.size() == 1 ? null : new Crowd(there.free(), there.size() - 1));
  }

  /// A turn that is given back when it is closed, which must be once.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /// @param free the turns that are free
  /// @param size how many have a turn or wait for one
  private record Crowd(Semaphore free, int size) {}
}
