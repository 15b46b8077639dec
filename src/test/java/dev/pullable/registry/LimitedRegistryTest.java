package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedRegistryTest {
  private static final Refusal ANSWER = new Refusal.Denied(false);
  private static final int PER_HOST = 2;
  private static final int QUEUE = 16 * PER_HOST;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch landing = new CountDownLatch(1);
  private final AtomicInteger flying = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<String> notAsked = new CopyOnWriteArrayList<>();
  private final LimitedRegistry registry =
      new LimitedRegistry(
          new Flights(),
          PER_HOST,
          new RegistryEvents() {
            @Override
            public void notAsked(String host, NotAsked why) {
              notAsked.add(host + " " + why);
            }
          });

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /// Stay up until the latch is down; `broken` throws, `quick` does not wait.
  private final class Flights implements Registry {
    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      most.accumulateAndGet(flying.incrementAndGet(), Math::max);
      try {
        if (request.repository().equals("broken")) {
          throw new IllegalStateException("bug");
        }
        if (!request.repository().equals("quick")) {
          landing.await();
        }
        return ANSWER;
      } catch (InterruptedException e) {
        return new Refusal.DeadlineExceeded();
      } finally {
        flying.decrementAndGet();
      }
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      return new Refusal.NotFound(Refusal.NotFound.Missing.UNTOLD);
    }
  }

  private ManifestAnswer ask(String host, String repository, Duration budget) {
    Endpoint endpoint = new Endpoint(host, Transport.TLS);
    return registry.manifest(
        new Registry.ManifestRequest(endpoint, repository, "1", null, null), Deadline.in(budget));
  }

  private List<Future<ManifestAnswer>> askMany(int times) {
    List<Future<ManifestAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(threads.submit(() -> ask("reg.example", "app", Duration.ofSeconds(30))));
    }
    return answers;
  }

  private void fill() {
    askMany(PER_HOST);
    await().until(() -> flying.get() == PER_HOST);
  }

  @Test
  void oneHostIsAskedOnlySoMuchAtATimeAndInTheEndAllAreAnswered() throws Exception {
    List<Future<ManifestAnswer>> answers = askMany(PER_HOST + QUEUE);
    await().until(() -> flying.get() == PER_HOST);
    landing.countDown();
    for (Future<ManifestAnswer> answer : answers) {
      assertThat(answer.get()).isSameAs(ANSWER);
    }
    assertThat(most).hasValue(PER_HOST);
    assertThat(notAsked).isEmpty();
  }

  @Test
  void whoGetsNoTurnByTheDeadlineIsRefused() {
    fill();
    assertThat(ask("reg.example", "app", Duration.ofMillis(200))).isEqualTo(new Refusal.Busy());
    assertThat(notAsked).containsExactly("reg.example BUSY");
  }

  @Test
  void whereManyWaitNobodyElseDoes() {
    askMany(PER_HOST + QUEUE + 10);
    await().until(() -> notAsked.size() == 10);
    assertThat(ask("reg.example", "app", Duration.ofSeconds(30))).isEqualTo(new Refusal.Busy());
    assertThat(flying).hasValue(PER_HOST);
  }

  @Test
  void anotherHostHasTurnsOfItsOwn() {
    fill();
    assertThat(ask("other.example", "quick", Duration.ofSeconds(30))).isSameAs(ANSWER);
    assertThat(ask("reg.example:444", "quick", Duration.ofSeconds(30))).isSameAs(ANSWER);
  }

  @Test
  void anotherSpellingOfAHostHasNot() {
    fill();
    assertThat(ask("REG.example:443", "quick", Duration.ofMillis(100)))
        .isEqualTo(new Refusal.Busy());
    assertThat(ask("Reg.Example", "quick", Duration.ofMillis(100))).isEqualTo(new Refusal.Busy());
  }

  @Test
  void aTurnIsGivenBackHoweverTheQuestionEnds() throws Exception {
    for (int i = 0; i < 2 * (PER_HOST + QUEUE); i++) {
      assertThatThrownBy(() -> ask("reg.example", "broken", Duration.ofSeconds(30)))
          .hasMessage("bug");
    }
    fill();
    for (int i = 0; i < 2 * (PER_HOST + QUEUE); i++) {
      ask("reg.example", "app", Duration.ofMillis(1));
      Future<?> waiting = threads.submit(() -> ask("reg.example", "app", Duration.ofDays(1)));
      waiting.cancel(true);
    }
    landing.countDown();
    await().until(() -> flying.get() == 0);
    for (Future<ManifestAnswer> answer : askMany(PER_HOST + QUEUE)) {
      assertThat(answer.get()).isSameAs(ANSWER);
    }
  }

  @Test
  void aHostIsForgottenOnceNobodyIsThere() throws Exception {
    Turns<Endpoint> turns = new Turns<>(1, 1);
    Endpoint host = new Endpoint("reg.example", Transport.TLS);
    try (Turns.Turn taken = turns.take(host, Deadline.in(Duration.ZERO))) {
      assertThat(taken).isNotNull();
      assertThat(turns.take(host, Deadline.in(Duration.ofMillis(10)))).isNull();
      assertThat(turns.places()).isEqualTo(1);
    }
    assertThat(turns.places()).isZero();
  }
}
