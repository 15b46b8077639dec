package dev.pullable.registry;

import dev.pullable.deadline.Deadline;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The turns at each of many places, such as hosts: so many at a time, and so many waiting for one,
/// first come first served. A place is remembered while somebody is there.
final class Turns<K> {
  private final int atATime;
  private final int waiting;
  private final ConcurrentMap<K, Crowd> places = new ConcurrentHashMap<>();

  Turns(int atATime, int waiting) {
    this.atATime = atATime;
    this.waiting = waiting;
  }

  /// A turn at a place; null if there is none by the deadline, or too many wait for one already.
  @Nullable Turn take(K place, Deadline deadline) {
    Crowd crowd = come(place);
    boolean taken = false;
    try {
      taken =
          crowd.size() <= atATime + waiting
              && crowd.free().tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!taken) {
        go(place);
      }
    }
    return taken ? () -> giveBack(place, crowd) : null;
  }

  /// How many places somebody is at.
  int places() {
    return places.size();
  }

  private void giveBack(K place, Crowd crowd) {
    crowd.free().release();
    go(place);
  }

  private Crowd come(K place) {
    return places.merge(
        place,
        new Crowd(new Semaphore(atATime, true), 1),
        (there, _) -> new Crowd(there.free(), there.size() + 1));
  }

  private void go(K place) {
    places.computeIfPresent(
        place, (_, there) -> there.size() == 1 ? null : new Crowd(there.free(), there.size() - 1));
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
