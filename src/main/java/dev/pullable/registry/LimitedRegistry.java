package dev.pullable.registry;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.RegistryEvents.NotAsked;
import dev.pullable.registry.Turns.Turn;
import java.util.function.Function;
import java.util.function.Supplier;

/// A registry of which no host is asked more than so much at a time. Who comes on top waits until
/// their deadline at most, and is refused at once where many wait already: so one host that hangs
/// takes a bounded part of what all hosts share.
public final class LimitedRegistry implements Registry {
  /// In turns. At 100 ms a question the last in the queue waits for under two seconds.
  private static final int QUEUE = 16;

  private final Registry registry;
  private final Turns<Endpoint> turns;
  private final RegistryEvents events;

  /// @param perHost how many questions one host is asked at a time
  public LimitedRegistry(Registry registry, int perHost, RegistryEvents events) {
    this.registry = registry;
    this.turns = new Turns<>(perHost, QUEUE * perHost);
    this.events = events;
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    return inTurn(
        request.endpoint(), deadline, () -> registry.manifest(request, deadline), it -> it);
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    return inTurn(request.endpoint(), deadline, () -> registry.config(request, deadline), it -> it);
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    return inTurn(request.endpoint(), deadline, () -> registry.names(request, deadline), it -> it);
  }

  private <A> A inTurn(
      Endpoint endpoint, Deadline deadline, Supplier<A> question, Function<Refusal, A> refused) {
    Endpoint host = endpoint.canonical();
    try (Turn turn = turns.take(host, deadline)) {
      if (turn != null) {
        return question.get();
      }
    }
    events.notAsked(host.authority(), NotAsked.BUSY);
    return refused.apply(new Refusal.Busy());
  }
}
