package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BreakingRegistryTest {
  private static final Refusal BROKEN = new Refusal.ServerError(503);
  private static final Refusal LEFT_ALONE = new Refusal.FailedLately(BROKEN);
  private static final Refusal MISSING = new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);
  private static final int FEWEST = 5;

  private final List<String> events = new CopyOnWriteArrayList<>();
  private long now = 42;
  private int asked;
  private Supplier<ManifestAnswer> answer = () -> BROKEN;

  private final BreakingRegistry registry =
      new BreakingRegistry(
          new Registry() {
            @Override
            public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
              asked++;
              return answer.get();
            }

            @Override
            public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
              asked++;
              return BROKEN;
            }
          },
          new RegistryEvents() {
            @Override
            public void notAsked(String host, NotAsked why) {
              if (!events.contains(host + " " + why)) {
                events.add(host + " " + why);
              }
            }

            @Override
            public void breaker(String host, BreakerState state) {
              events.add(host + " " + state);
            }
          },
          () -> now);

  private ManifestAnswer ask() {
    return ask("reg.example", Transport.TLS);
  }

  private ManifestAnswer ask(String host, Transport transport) {
    return registry.manifest(
        new Registry.ManifestRequest(new Endpoint(host, transport), "app", "1", null, null),
        Deadline.in(Duration.ofSeconds(5), () -> now));
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      ask();
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aHostThatOnlyFailsIsAskedFiveTimesAndThenLeftAlone() {
    ask(1_000);
    assertThat(asked).isEqualTo(FEWEST);
    assertThat(ask()).isEqualTo(LEFT_ALONE);
    assertThat(events).containsExactly("reg.example OPEN", "reg.example BREAKER_OPEN");
  }

  @Test
  void aHostThatFailsOnceInAWhileIsAsked() {
    for (int i = 0; i < 50; i++) {
      answer = () -> MISSING;
      ask(3);
      answer = () -> BROKEN;
      assertThat(ask()).isEqualTo(BROKEN);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aHostThatFailsHalfTheTimeIsLeftAlone() {
    ask(1);
    answer = () -> MISSING;
    ask(40);
    answer = () -> BROKEN;
    asked = 0;
    ask(100);
    assertThat(asked).isEqualTo(10);
  }

  @Test
  void itIsTriedAgainOnceAfterTenSecondsAndEachTimeTwiceAsMuchUpToAMinute() {
    ask(FEWEST);
    for (int seconds : new int[] {10, 20, 40, 60, 60}) {
      asked = 0;
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      ask(10);
      assertThat(asked).isZero();
      pass(Duration.ofMillis(2));
      ask(10);
      assertThat(asked).isEqualTo(1);
    }
  }

  @Test
  void itRecoversAsSoonAsOneQuestionIsAnsweredAndStartsAnew() {
    ask(FEWEST);
    pass(Duration.ofSeconds(11));
    answer = () -> MISSING;
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(events)
        .containsExactly("reg.example OPEN", "reg.example HALF_OPEN", "reg.example CLOSED");
    answer = () -> BROKEN;
    ask(FEWEST);
    asked = 0;
    pass(Duration.ofSeconds(11));
    ask();
    assertThat(asked).as("the pause is ten seconds again").isEqualTo(1);
  }

  @Test
  void whileOneQuestionProbesNobodyElseAsks() {
    ask(FEWEST);
    pass(Duration.ofSeconds(11));
    List<ManifestAnswer> meanwhile = new ArrayList<>();
    answer =
        () -> {
          meanwhile.add(ask());
          return MISSING;
        };
    ask();
    assertThat(meanwhile).containsExactly(LEFT_ALONE);
  }

  @Test
  void whatWasAskedBeforeItOpenedSaysNothingOfItsRecovery() throws Exception {
    CountDownLatch oldEnds = new CountDownLatch(1);
    CountDownLatch probeEnds = new CountDownLatch(1);
    Thread old = asking(oldEnds, BROKEN);
    answer = () -> BROKEN;
    ask(FEWEST);
    pass(Duration.ofSeconds(11));
    Thread probe = asking(probeEnds, MISSING);
    oldEnds.countDown();
    old.join();
    probeEnds.countDown();
    probe.join();
    answer = () -> MISSING;
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(events)
        .containsExactly("reg.example OPEN", "reg.example HALF_OPEN", "reg.example CLOSED");
  }

  /// A thread that has asked, and is answered when the latch is down.
  private Thread asking(CountDownLatch end, Refusal given) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    answer =
        () -> {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return given;
        };
    Thread thread = Thread.startVirtualThread(() -> ask());
    begun.await();
    return thread;
  }

  static Stream<Refusal> failures() {
    return Stream.concat(
        Stream.of(500, 502, 503, 504).map(Refusal.ServerError::new),
        Stream.of(Cause.values())
            .filter(it -> it != Cause.NOT_TLS)
            .map(it -> new Refusal.Unreachable(it, "reg.example")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresCount(Refusal failure) {
    answer = () -> failure;
    ask(FEWEST);
    assertThat(ask()).isEqualTo(new Refusal.FailedLately(failure));
  }

  static Stream<Refusal> answers() {
    return Stream.of(
        MISSING,
        new Refusal.Unauthorized(true),
        new Refusal.Denied(false),
        new Refusal.CredentialWithheld("auth.example"),
        new Refusal.TooManyRequests(Optional.empty()),
        new Refusal.ServerError(418),
        new Refusal.Misbehaved("answers with broken gzip"),
        new Refusal.Unreachable(Cause.NOT_TLS, "reg.example"),
        new Refusal.Busy());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatTheHostAnsweredDoesNot(Refusal given) {
    answer = () -> given;
    ask(100);
    assertThat(ask()).isEqualTo(given);
  }

  @ParameterizedTest
  @EnumSource(TimeGiven.class)
  void aDeadlineCountsOnlyIfTheHostHadTime(TimeGiven given) {
    answer =
        () -> {
          pass(given.time);
          return new Refusal.DeadlineExceeded();
        };
    ask(FEWEST);
    assertThat(ask() instanceof Refusal.FailedLately).isEqualTo(given == TimeGiven.ENOUGH);
  }

  private enum TimeGiven {
    ENOUGH(Duration.ofSeconds(2)),
    TOO_LITTLE(Duration.ofMillis(1999));

    private final Duration time;

    TimeGiven(Duration time) {
      this.time = time;
    }
  }

  @Test
  void aProbeThatSaysNothingLeavesTheNextOneToProbe() {
    ask(FEWEST);
    pass(Duration.ofSeconds(11));
    for (int i = 0; i < 3; i++) {
      answer = () -> new Refusal.DeadlineExceeded();
      assertThat(ask()).isEqualTo(new Refusal.DeadlineExceeded());
      answer =
          () -> {
            throw new IllegalStateException("bug");
          };
      assertThatThrownBy(() -> ask()).hasMessage("bug");
    }
    answer = () -> MISSING;
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(events).endsWith("reg.example CLOSED");
  }

  @Test
  void configsCountAsManifestsDo() {
    for (int i = 0; i < 100; i++) {
      registry.config(
          new Registry.ConfigRequest(
              new Endpoint("reg.example", Transport.TLS),
              "app",
              new Manifest.Descriptor(
                  new dev.pullable.reference.Digest("sha256", "0".repeat(64)), "", 1),
              null),
          Deadline.in(Duration.ofSeconds(5), () -> now));
    }
    assertThat(asked).isEqualTo(FEWEST);
    assertThat(ask()).isEqualTo(LEFT_ALONE);
  }

  @Test
  void eachEndpointIsOnItsOwnHoweverItIsSpelt() {
    ask(FEWEST);
    assertThat(ask("REG.example:443", Transport.TLS)).isEqualTo(LEFT_ALONE);
    assertThat(ask("reg.example", Transport.PLAIN)).isEqualTo(BROKEN);
    assertThat(ask("reg.example", Transport.TLS_UNVERIFIED)).isEqualTo(BROKEN);
    assertThat(ask("other.example", Transport.TLS)).isEqualTo(BROKEN);
  }

  @Test
  void onlySoManyHostsAreRememberedAndWhoeverCountsIsTold() {
    for (int i = 0; i < 3_000; i++) {
      for (int j = 0; j < FEWEST; j++) {
        ask("reg" + i + ".example", Transport.TLS);
      }
    }
    assertThat(registry.remembered()).isLessThanOrEqualTo(1_000);
    long opened = events.stream().filter(it -> it.endsWith(" OPEN")).count();
    long forgotten = events.stream().filter(it -> it.endsWith(" CLOSED")).count();
    assertThat(opened - forgotten).isLessThanOrEqualTo(1_000);
  }
}
