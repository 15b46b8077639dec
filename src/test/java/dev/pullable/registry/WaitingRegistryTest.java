package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingRegistryTest {
  private static final Refusal MISSING = new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);

  private final List<String> events = new ArrayList<>();
  private long now = 42;
  private int asked;
  private Refusal answer = MISSING;

  private final WaitingRegistry registry =
      new WaitingRegistry(
          new Registry() {
            @Override
            public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
              asked++;
              return answer;
            }

            @Override
            public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
              asked++;
              return answer;
            }
          },
          it -> it == null ? "anonymous" : it.username(),
          new RegistryEvents() {
            @Override
            public void notAsked(String host, NotAsked why) {
              events.add(host + " " + why);
            }
          },
          () -> now);

  private static Refusal tooMany(long seconds) {
    return new Refusal.TooManyRequests(Optional.of(Duration.ofSeconds(seconds)));
  }

  private ManifestAnswer ask() {
    return ask("reg.example", "");
  }

  private ManifestAnswer ask(String host, String user) {
    Credential credential =
        user.isEmpty() ? null : new Credential(user, new Secret("w"), new Source("s", "e"));
    return registry.manifest(
        new Registry.ManifestRequest(
            new Endpoint(host, Transport.TLS), "app", "1", null, credential),
        Deadline.in(Duration.ofSeconds(5)));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aHostIsLeftAloneForAsLongAsItAsks() {
    answer = tooMany(30);
    assertThat(ask()).isEqualTo(tooMany(30));
    pass(Duration.ofMillis(12_500));
    for (int i = 0; i < 100; i++) {
      assertThat(ask()).isEqualTo(tooMany(18));
    }
    assertThat(asked).isEqualTo(1);
    assertThat(events).hasSize(100).containsOnly("reg.example TOLD_TO_WAIT");
    answer = MISSING;
    pass(Duration.ofMillis(17_500));
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void whereItDoesNotSayItIsTenSeconds() {
    answer = new Refusal.TooManyRequests(Optional.empty());
    ask();
    assertThat(ask()).isEqualTo(tooMany(10));
    pass(Duration.ofSeconds(10));
    ask();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void itIsAtLeastASecondAndAtMostTenMinutes() {
    answer = tooMany(0);
    ask();
    ask();
    assertThat(asked).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    answer = tooMany(86_400);
    ask();
    assertThat(ask()).isEqualTo(tooMany(600));
    assertThat(asked).isEqualTo(2);
    pass(Duration.ofMinutes(10));
    ask();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void a503ThatAsksForTimeGetsItAndAnotherDoesNot() {
    answer = new Refusal.ServerError(503);
    ask();
    ask();
    assertThat(asked).isEqualTo(2);
    answer = new Refusal.ServerError(503, Optional.of(Duration.ofSeconds(20)));
    ask();
    pass(Duration.ofSeconds(5));
    assertThat(ask()).isEqualTo(new Refusal.ServerError(503, Optional.of(Duration.ofSeconds(15))));
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void noOtherCredentialAndNoOtherHostWaitsForIt() {
    answer = tooMany(60);
    ask("reg.example", "alice");
    answer = MISSING;
    assertThat(ask("reg.example", "alice")).isInstanceOf(Refusal.TooManyRequests.class);
    assertThat(ask("REG.example:443", "alice")).isInstanceOf(Refusal.TooManyRequests.class);
    assertThat(ask("reg.example", "bob")).isEqualTo(MISSING);
    assertThat(ask("reg.example", "")).isEqualTo(MISSING);
    assertThat(ask("other.example", "alice")).isEqualTo(MISSING);
  }

  @Test
  void aConfigWaitsAsWell() {
    answer = tooMany(60);
    ask();
    Endpoint endpoint = new Endpoint("reg.example", Transport.TLS);
    var descriptor =
        new Manifest.Descriptor(new dev.pullable.reference.Digest("sha256", "0".repeat(64)), "", 1);
    assertThat(
            registry.config(
                new Registry.ConfigRequest(endpoint, "app", descriptor, null),
                Deadline.in(Duration.ofSeconds(5))))
        .isEqualTo(tooMany(60));
    assertThat(asked).isEqualTo(1);
  }
}
