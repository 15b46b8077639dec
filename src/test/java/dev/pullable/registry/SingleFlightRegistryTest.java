package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightRegistryTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Refusal ANSWER = new Refusal.Denied(false);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private interface Asked {
    ManifestAnswer answer(Deadline deadline) throws InterruptedException;
  }

  private SingleFlightRegistry over(Asked behaviour) {
    return over(behaviour, threads);
  }

  private SingleFlightRegistry over(Asked behaviour, Executor flights) {
    Registry registry =
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            asked.incrementAndGet();
            try {
              return behaviour.answer(deadline);
            } catch (InterruptedException e) {
              return new Refusal.DeadlineExceeded();
            }
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            throw new UnsupportedOperationException();
          }
        };
    return new SingleFlightRegistry(
        registry, it -> it == null ? "anonymous" : it.username(), flights);
  }

  private static Registry.ManifestRequest request(@Nullable String user) {
    Credential credential =
        user == null
            ? null
            : new Credential(user, new Secret("p"), new Credential.Source("s", "reg"));
    return new Registry.ManifestRequest(
        new Endpoint("reg.example", Transport.TLS), "app", "1.0", null, credential);
  }

  @Test
  void thoseWhoAskTheSameAtTheSameTimeShareOneFlight() throws Exception {
    CountDownLatch landed = new CountDownLatch(1);
    SingleFlightRegistry registry =
        over(_ -> {
          landed.await();
          return ANSWER;
        });
    List<Future<ManifestAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(threads.submit(() -> registry.manifest(request(null), Deadline.in(LONG))));
    }
    Thread.sleep(200);
    landed.countDown();
    for (Future<ManifestAnswer> answer : answers) {
      assertThat(answer.get()).isSameAs(ANSWER);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void nothingIsRememberedOnceTheAnswerIsThere() {
    SingleFlightRegistry registry = over(_ -> ANSWER);
    registry.manifest(request(null), Deadline.in(LONG));
    registry.manifest(request(null), Deadline.in(LONG));
    assertThat(asked).hasValue(2);
  }

  @Test
  void anotherCredentialIsAnotherQuestion() throws Exception {
    CountDownLatch landed = new CountDownLatch(1);
    SingleFlightRegistry registry =
        over(_ -> {
          landed.await();
          return ANSWER;
        });
    var a = threads.submit(() -> registry.manifest(request("a"), Deadline.in(LONG)));
    var b = threads.submit(() -> registry.manifest(request("b"), Deadline.in(LONG)));
    var none = threads.submit(() -> registry.manifest(request(null), Deadline.in(LONG)));
    Thread.sleep(200);
    landed.countDown();
    a.get();
    b.get();
    none.get();
    assertThat(asked).hasValue(3);
  }

  @Test
  void whoHasMoreTimeDoesNotFailWithWhoHasLess() throws Exception {
    SingleFlightRegistry registry =
        over(deadline -> {
          if (deadline.remaining().compareTo(Duration.ofSeconds(5)) > 0) {
            return ANSWER;
          }
          Thread.sleep(deadline.remaining());
          return new Refusal.DeadlineExceeded();
        });
    var hasty =
        threads.submit(() -> registry.manifest(request(null), Deadline.in(Duration.ofMillis(300))));
    Thread.sleep(100);
    var patient = threads.submit(() -> registry.manifest(request(null), Deadline.in(LONG)));
    assertThat(hasty.get()).isEqualTo(new Refusal.DeadlineExceeded());
    assertThat(patient.get()).isSameAs(ANSWER);
  }

  @Test
  void nobodyWaitsPastTheirOwnDeadlineWhateverTheFlightIsStuckIn() {
    SingleFlightRegistry registry =
        over(_ -> {
          Thread.sleep(LONG);
          return ANSWER;
        });
    long start = System.nanoTime();
    assertThat(registry.manifest(request(null), Deadline.in(Duration.ofMillis(300))))
        .isEqualTo(new Refusal.DeadlineExceeded());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aBugIsToldAndDoesNotStayInTheWay() {
    SingleFlightRegistry registry =
        over(_ -> {
          if (asked.get() == 1) {
            throw new IllegalStateException("bug");
          }
          return ANSWER;
        });
    assertThatThrownBy(() -> registry.manifest(request(null), Deadline.in(LONG)))
        .hasRootCauseMessage("bug");
    assertThat(registry.manifest(request(null), Deadline.in(LONG))).isSameAs(ANSWER);
  }

  @Test
  void whoIsInterruptedStopsWaitingForAnothersFlight() throws Exception {
    CountDownLatch landed = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    SingleFlightRegistry registry =
        over(_ -> {
          taken.countDown();
          landed.await();
          return ANSWER;
        });
    var first = threads.submit(() -> registry.manifest(request(null), Deadline.in(LONG)));
    taken.await();
    AtomicBoolean flagged = new AtomicBoolean();
    List<ManifestAnswer> answers = new ArrayList<>();
    Thread follower =
        Thread.startVirtualThread(() -> {
          answers.add(registry.manifest(request(null), Deadline.in(LONG)));
          flagged.set(Thread.currentThread().isInterrupted());
        });
    follower.interrupt();
    assertThat(follower.join(Duration.ofSeconds(5))).isTrue();
    assertThat(answers).containsExactly(new Refusal.DeadlineExceeded());
    assertThat(flagged).isTrue();
    landed.countDown();
    assertThat(first.get()).isSameAs(ANSWER);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aFlightThatGetsNoThreadDoesNotStayInTheWay() {
    AtomicBoolean full = new AtomicBoolean(true);
    SingleFlightRegistry registry =
        over(
            _ -> ANSWER,
            task -> {
              if (full.getAndSet(false)) {
                throw new RejectedExecutionException("full");
              }
              threads.execute(task);
            });
    assertThatThrownBy(() -> registry.manifest(request(null), Deadline.in(LONG)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(registry.manifest(request(null), Deadline.in(Duration.ofSeconds(5))))
        .isSameAs(ANSWER);
  }
}
