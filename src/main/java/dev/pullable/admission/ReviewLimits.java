package dev.pullable.admission;

import dev.pullable.admission.ReviewEvents.Crowd;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// How many reviews may be under way at a time, and how much of their bodies and of the objects
/// read from these in memory. Nobody waits for room: kube-apiserver has little time, and a queue
/// only moves the overload.
///
/// No namespace has more than half of it. Whose request it is, is known once the body has been
/// read; what comes before that is over in no time, since it is kube-apiserver who sends it.
public final class ReviewLimits {
  /// In which bytes are counted, since a semaphore counts ints.
  private static final int UNIT = 1024;

  /// What the objects may take, in times of what their bodies may.
  private static final int OBJECTS = 2;

  private final int most;
  private final int mostObjects;
  private final Semaphore reviews;
  private final Semaphore bodies;
  private final Semaphore objects;

  /// By namespace; one is remembered while a review of it is under way.
  private final ConcurrentMap<String, Share> shares = new ConcurrentHashMap<>();

  /// @param bytes of the bodies; at least as many as the largest has
  public ReviewLimits(int reviews, long bytes) {
    this.most = Math.max(1, reviews / 2);
    this.mostObjects = units(bytes) * OBJECTS / 2;
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

  /// How many namespaces have a review under way.
  int namespaces() {
    return shares.size();
  }

  private boolean share(String namespace, int units) {
    boolean[] taken = {false};
    shares.compute(
        namespace,
        (_, share) -> {
          taken[0] = share == null || (share.reviews < most && share.units + units <= mostObjects);
          if (!taken[0]) {
            return share;
          }
          // The only review of a namespace may be as large as any.
          return share == null
              ? new Share(1, units)
              : new Share(share.reviews + 1, share.units + units);
        });
    return taken[0];
  }

  private void unshare(String namespace, int units) {
    shares.computeIfPresent(
        namespace,
        (_, share) ->
            share.reviews == 1 ? null : new Share(share.reviews - 1, share.units - units));
  }

  /// What the reviews of a namespace have.
  private record Share(int reviews, int units) {}

  /// Room for one review, held until it is answered: what is read from its body lives as long. It
  /// must be closed once.
  final class Permit implements AutoCloseable {
    private final int body;
    private @Nullable String namespace;
    private int held;

    private Permit(int body) {
      this.body = body;
    }

    /// Takes one of the namespace's places, and room for objects; tells who has too much already,
    /// if there is none. Once only.
    Optional<Crowd> hold(String ofNamespace, long bytes) {
      int wanted = units(bytes);
      if (!objects.tryAcquire(wanted)) {
        return Optional.of(Crowd.EVERYBODY);
      }
      if (!share(ofNamespace, wanted)) {
        objects.release(wanted);
        return Optional.of(Crowd.NAMESPACE);
      }
      namespace = ofNamespace;
      held = wanted;
      return Optional.empty();
    }

    @Override
    public void close() {
      if (namespace != null) {
        unshare(namespace, held);
      }
      objects.release(held);
      bodies.release(body);
      reviews.release();
    }
  }
}
