package dev.pullable.registry;

import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A registry that is asked once by all who ask the same thing with the same credential at the same
/// time. Nothing is remembered once the answer is there.
///
/// Each flight has a thread of its own, so that nobody waits longer than until their own deadline,
/// whatever the flight is stuck in.
public final class SingleFlightRegistry implements Registry {
  private final Registry registry;
  private final Function<@Nullable Credential, String> fingerprint;
  private final Executor threads;
  private final ConcurrentMap<Key, CompletableFuture<ManifestAnswer>> manifests =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, CompletableFuture<ConfigAnswer>> configs =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, CompletableFuture<NamesAnswer>> names =
      new ConcurrentHashMap<>();

  /// @param fingerprint tells credentials apart without keeping them
  /// @param threads runs one task a flight; a virtual thread each is meant
  public SingleFlightRegistry(
      Registry registry, Function<@Nullable Credential, String> fingerprint, Executor threads) {
    this.registry = registry;
    this.fingerprint = fingerprint;
    this.threads = threads;
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    Key key =
        new Key(
            request.endpoint(),
            request.repository(),
            request.reference(),
            fingerprint.apply(request.credential()));
    return join(manifests, key, deadline, () -> registry.manifest(request, deadline));
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    Key key =
        new Key(
            request.endpoint(),
            request.repository(),
            request.config().digest().toString(),
            fingerprint.apply(request.credential()));
    return join(configs, key, deadline, () -> registry.config(request, deadline));
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    Key key =
        new Key(
            request.endpoint(),
            request.repository(),
            request.after(),
            fingerprint.apply(request.credential()));
    return join(names, key, deadline, () -> registry.names(request, deadline));
  }

  /// Joins the flight of the key, or starts it. Whoever started it may have had less time than is
  /// left here; then another one is started.
  private <A> A join(
      ConcurrentMap<Key, CompletableFuture<A>> flights,
      Key key,
      Deadline deadline,
      Flight<A> flight) {
    boolean busyBefore = false;
    while (true) {
      CompletableFuture<A> own = new CompletableFuture<>();
      CompletableFuture<A> other = flights.putIfAbsent(key, own);
      if (other == null) {
        start(flights, key, own, flight);
      }
      A answer = await(other == null ? own : other, deadline);
      // Busy may have been for want of room, which a thousand who asked again each would not mend.
      boolean busy = answer instanceof Refusal.Busy;
      boolean outOfTime = answer instanceof Refusal.DeadlineExceeded || (busy && !busyBefore);
      busyBefore |= busy;
      boolean anothersDeadline = other != null && outOfTime && !deadline.isOver();
      // Whoever is interrupted is not waited for any more, and could not wait either.
      if (!anothersDeadline || Thread.currentThread().isInterrupted()) {
        return answer;
      }
    }
  }

  /// A flight that gets no thread must not be joined by anyone.
  private <A> void start(
      ConcurrentMap<Key, CompletableFuture<A>> flights,
      Key key,
      CompletableFuture<A> own,
      Flight<A> flight) {
    try {
      threads.execute(Tenant.carried(() -> fly(flights, key, own, flight)));
    } catch (RuntimeException | Error e) {
      flights.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  private static <A> void fly(
      ConcurrentMap<Key, CompletableFuture<A>> flights,
      Key key,
      CompletableFuture<A> flight,
      Flight<A> task) {
    try {
      A answer = task.answer();
      flights.remove(key, flight);
      flight.complete(answer);
    } catch (RuntimeException | Error e) {
      flights.remove(key, flight);
      flight.completeExceptionally(e);
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // a Refusal is every kind of answer
  private static <A> A await(CompletableFuture<A> flight, Deadline deadline) {
    try {
      return flight.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return (A) new Refusal.DeadlineExceeded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return (A) new Refusal.DeadlineExceeded();
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking the registry failed", e.getCause());
    }
  }

  private interface Flight<A> {
    A answer();
  }

  private record Key(Endpoint endpoint, String repository, String reference, String credential) {}
}
