package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A registry of which no host is asked about manifests more often than so: whoever comes on top
/// waits. For those who have time.
public final class PacedRegistry implements Registry {
  /// Hosts are chosen by whoever writes an image.
  private static final int MOST_HOSTS = 10_000;

  /// What a host has to answer in, however long the wait was meant to be.
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  private final Registry registry;
  private final Duration gap;
  private final AtomicInteger asked = new AtomicInteger();
  private final Cache<Endpoint, AtomicLong> next =
      Caffeine.newBuilder().maximumSize(MOST_HOSTS).build();

  /// @param gap between two questions to one host
  public PacedRegistry(Registry registry, Duration gap) {
    this.registry = registry;
    this.gap = gap;
  }

  /// How many questions about manifests were asked.
  public int asked() {
    return asked.get();
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    if (!awaited(request.endpoint().canonical(), deadline)) {
      return new Refusal.Busy();
    }
    asked.incrementAndGet();
    return registry.manifest(request, soon(deadline));
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    return registry.config(request, soon(deadline));
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    return registry.names(request, soon(deadline));
  }

  private static Deadline soon(Deadline deadline) {
    Duration left = deadline.remaining();
    return left.compareTo(LONGEST_ANSWER) < 0
        ? deadline
        : deadline.less(left.minus(LONGEST_ANSWER));
  }

  /// Whether it is the caller's turn now, for which it may have had to wait.
  private boolean awaited(Endpoint host, Deadline deadline) {
    long now = System.nanoTime();
    AtomicLong free = Objects.requireNonNull(next.get(host, _ -> new AtomicLong(now)));
    long latest = now + deadline.remaining().toNanos();
    long turn = free.getAndUpdate(at -> Math.max(at - now, 0) + now > latest ? at : later(at, now));
    Duration wait = Duration.ofNanos(Math.max(0, turn - now));
    if (now + wait.toNanos() > latest) {
      return false;
    }
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long later(long at, long now) {
    return now + Math.max(at - now, 0) + gap.toNanos();
  }
}
