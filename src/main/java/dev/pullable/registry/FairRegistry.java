package dev.pullable.registry;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.RegistryEvents.NotAsked;
import dev.pullable.registry.Turns.Turn;
import java.util.function.Function;
import java.util.function.Supplier;

/// A registry that no namespace asks more than so much at a time, so that who names a thousand
/// hosts that hang leaves connections to the others. Who comes on top waits until their deadline at
/// most, and is refused at once where as many wait already.
public final class FairRegistry implements Registry {
  private final Registry registry;
  private final Turns<String> turns;
  private final RegistryEvents events;

  /// @param perNamespace how many questions are asked for one namespace at a time
  public FairRegistry(Registry registry, int perNamespace, RegistryEvents events) {
    this.registry = registry;
    this.turns = new Turns<>(perNamespace, perNamespace);
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
    try (Turn turn = turns.take(Tenant.current(), deadline)) {
      if (turn != null) {
        return question.get();
      }
    }
    events.notAsked(endpoint.canonical().authority(), NotAsked.NAMESPACE_BUSY);
    return refused.apply(new Refusal.Busy());
  }
}
