package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.NamesAnswer.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamesPassedOnTest {
  private static final Names NAMES = new Names(List.of("1.0"));
  private static final Function<@Nullable Credential, String> FINGERPRINT =
      it -> it == null ? "" : it.username();

  private static final class Named implements Registry {
    private final List<String> asked = new ArrayList<>();
    private NamesAnswer answer = NAMES;

    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      throw new AssertionError(request);
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      throw new AssertionError(request);
    }

    @Override
    public NamesAnswer names(NamesRequest request, Deadline deadline) {
      asked.add(request.repository());
      return answer;
    }
  }

  private final Named named = new Named();

  static Stream<Function<Registry, Registry>> decorators() {
    return Stream.of(
        it -> new FairRegistry(it, 1, RegistryEvents.NONE),
        it -> new LimitedRegistry(it, 1, RegistryEvents.NONE),
        it -> new WaitingRegistry(it, FINGERPRINT, RegistryEvents.NONE),
        it -> new BreakingRegistry(it, RegistryEvents.NONE),
        it -> new SingleFlightRegistry(it, FINGERPRINT, Runnable::run),
        NamesPassedOnTest::remembering);
  }

  private static RememberingRegistry remembering(Registry registry) {
    ManifestCache manifests = new ManifestCache(1 << 20);
    return new RememberingRegistry(
        registry,
        new AnswerMemory(TimesToLive.DEFAULT, 100, manifests),
        manifests,
        FINGERPRINT,
        Runnable::run,
        RegistryEvents.NONE);
  }

  private static NamesAnswer ask(Registry registry, String repository, @Nullable String user) {
    Credential credential =
        user == null
            ? null
            : new Credential(user, new Secret("x"), new Credential.Source("regcred", "reg"));
    return registry.names(
        new Registry.NamesRequest(
            new Endpoint("reg.example", Transport.TLS), repository, "", credential),
        Deadline.in(Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @MethodSource("decorators")
  void everyLayerAsksTheNext(Function<Registry, Registry> layer) {
    assertThat(ask(layer.apply(named), "app", null)).isEqualTo(NAMES);
    assertThat(named.asked).containsExactly("app");
  }

  @Test
  void namesAreRememberedForWhoShowsTheSameCredential() {
    Registry remembering = remembering(named);
    ask(remembering, "app", "joe");
    ask(remembering, "app", "joe");
    assertThat(named.asked).hasSize(1);
    ask(remembering, "app", "ann");
    ask(remembering, "app", null);
    ask(remembering, "", "joe");
    assertThat(named.asked).hasSize(4);
  }

  @Test
  void thatARegistryGaveNoAnswerIsNotRemembered() {
    named.answer = new Refusal.ServerError(503);
    Registry remembering = remembering(named);
    ask(remembering, "app", null);
    named.answer = NAMES;
    assertThat(ask(remembering, "app", null)).isEqualTo(NAMES);
  }

  @Test
  void aHostThatAskedToBeLeftAloneIsNotAskedForNames() {
    named.answer = new Refusal.TooManyRequests(Optional.empty());
    Registry waiting = new WaitingRegistry(named, FINGERPRINT, RegistryEvents.NONE);
    ask(waiting, "app", null);
    ask(waiting, "app", null);
    assertThat(named.asked).hasSize(1);
  }
}
