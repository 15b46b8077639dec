package dev.pullable.admission;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// How many reviews may be under way at a time, and how much of their bodies and of the objects
/// read from these in memory. Nobody waits for room: kube-apiserver has little time, and a queue
/// only moves the overload.
public final class ReviewLimits {
  /// In which bytes are counted, since a semaphore counts ints.
  private static final int UNIT = 1024;

  /// What the objects may take, in times of what their bodies may.
  private static final int OBJECTS = 2;

  private final Semaphore reviews;
  private final Semaphore bodies;
  private final Semaphore objects;

  /// @param bytes of the bodies; at least as many as the largest has
  public ReviewLimits(int reviews, long bytes) {
    this.reviews = new Semaphore(reviews);
    this.bodies = new Semaphore(units(bytes));
    this.objects = new Semaphore(OBJECTS * units(bytes));
  }

  /// Room for a review; null if there is none.
  ///
  /// @param bytes how many its body has at most
  @Nullable Permit enter(int bytes) {
    if (!reviews.tryAcquire()) {
      return null;
    }
    int body = units(bytes);
    if (!bodies.tryAcquire(body)) {
      reviews.release();
      return null;
    }
    return new Permit(body);
  }

  private static int units(long bytes) {
    return Math.toIntExact(Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE));
  }

  /// Room for one review, held until it is answered: what is read from its body lives as long. It
  /// must be closed once.
  final class Permit implements AutoCloseable {
    private final int body;
    private int held;

    private Permit(int body) {
      this.body = body;
    }

    /// Takes room for objects as well; false if there is none.
    boolean hold(long bytes) {
      int wanted = units(bytes);
      if (!objects.tryAcquire(wanted)) {
        return false;
      }
      held += wanted;
      return true;
    }

    @Override
    public void close() {
      objects.release(held);
      bodies.release(body);
      reviews.release();
    }
  }
}
