package dev.pullable.registry.jib;

import dev.pullable.registry.Endpoint;
import java.util.HashMap;
import java.util.Map;

/// How many bytes of registries' answers, and of what is read from them, are in memory at a time.
/// Nobody waits for room: who does not get it has asked in vain, and nothing is proven by that.
///
/// Tenants choose the hosts, so none of these may have more than half of it.
final class AnswerBudget {
  private final long most;
  private final Map<Endpoint, Long> held = new HashMap<>();
  private long taken;

  AnswerBudget(long most) {
    this.most = most;
  }

  /// What one question to a host takes of it; nothing at first.
  Room room(Endpoint endpoint) {
    return new Room(endpoint.canonical());
  }

  private synchronized boolean take(Endpoint host, long bytes) {
    long ofHost = held.getOrDefault(host, 0L) + bytes;
    if (ofHost > most / 2 || taken + bytes > most) {
      return false;
    }
    held.put(host, ofHost);
    taken += bytes;
    return true;
  }

  private synchronized void giveBack(Endpoint host, long bytes) {
    held.computeIfPresent(host, (_, ofHost) -> ofHost == bytes ? null : ofHost - bytes);
    taken -= bytes;
  }

  /// How many bytes are taken.
  synchronized long taken() {
    return taken;
  }

  /// How many hosts hold some.
  synchronized int hosts() {
    return held.size();
  }

  /// The part of one question, given back when it is closed. Of one thread.
  final class Room implements AutoCloseable {
    private final Endpoint host;
    private long bytes;

    private Room(Endpoint host) {
      this.host = host;
    }

    /// Takes so many more; false, and nothing taken, if there are not so many left.
    boolean take(long more) {
      if (!AnswerBudget.this.take(host, more)) {
        return false;
      }
      bytes += more;
      return true;
    }

    @Override
    public void close() {
      if (bytes > 0) {
        giveBack(host, bytes);
        bytes = 0;
      }
    }
  }
}
