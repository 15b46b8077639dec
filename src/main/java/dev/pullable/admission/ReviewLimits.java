package dev.pullable.admission;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// How many reviews may be under way at a time, and how much of their bodies in memory. Nobody
/// waits for room: kube-apiserver has little time, and a queue only moves the overload.
public final class ReviewLimits {
  /// In which bytes are counted, since a semaphore counts ints.
  private static final int UNIT = 1024;

  private final Semaphore reviews;
  private final Semaphore units;

  /// @param bytes at least as many as the largest body has
  public ReviewLimits(int reviews, long bytes) {
    this.reviews = new Semaphore(reviews);
    this.units = new Semaphore(Math.toIntExact(bytes / UNIT));
  }

  /// Room for a review; null if there is none.
  ///
  /// @param bytes how many its body has at most
  @Nullable Permit enter(int bytes) {
    int wanted = Math.ceilDiv(bytes, UNIT);
    if (!reviews.tryAcquire()) {
      return null;
    }
    if (!units.tryAcquire(wanted)) {
      reviews.release();
      return null;
    }
    return () -> {
      units.release(wanted);
      reviews.release();
    };
  }

  /// Room for one review, held until it is answered: what its body is read into is as large as the
  /// body or larger. It must be closed once.
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
