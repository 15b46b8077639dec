package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FairRegistryTest {
  private static final int PER_NAMESPACE = 4;

  private final CountDownLatch unstuck = new CountDownLatch(1);
  private final Semaphore stuck = new Semaphore(0);
  private final List<String> told = new CopyOnWriteArrayList<>();

  private final class Hosts implements Registry {
    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      if (request.endpoint().authority().startsWith("stuck")) {
        stuck.release();
        try {
          unstuck.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return new Refusal.TooManyRequests(Optional.empty());
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      return new Refusal.Denied(false);
    }
  }

  /// Behind the registry that starts a thread a question, through which the tenant has to come.
  private Registry fair(ExecutorService threads) {
    return new SingleFlightRegistry(
        new FairRegistry(
            new Hosts(),
            PER_NAMESPACE,
            new RegistryEvents() {
              @Override
              public void notAsked(String host, NotAsked why) {
                told.add(host + " " + why);
              }
            }),
        _ -> "",
        threads);
  }

  private static ManifestAnswer ask(
      Registry registry, String namespace, String host, Duration budget) {
    var request =
        new Registry.ManifestRequest(new Endpoint(host, Transport.TLS), "app", "1", null, null);
    return Tenant.asking(namespace, () -> registry.manifest(request, Deadline.in(budget)));
  }

  @Test
  void aNamespaceWhoseHostsHangAsksOnlySoMuchAtATimeAndTheOthersAreAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Registry registry = fair(threads);
      List<Future<ManifestAnswer>> hanging = new ArrayList<>();
      for (int i = 0; i < PER_NAMESPACE; i++) {
        String host = "stuck" + i;
        hanging.add(threads.submit(() -> ask(registry, "greedy", host, Duration.ofSeconds(60))));
      }
      stuck.acquire(PER_NAMESPACE);
      assertThat(ask(registry, "modest", "reg.example", Duration.ofSeconds(30)))
          .isInstanceOf(Refusal.TooManyRequests.class);
      assertThat(ask(registry, "greedy", "reg.example", Duration.ofMillis(100)))
          .isInstanceOfAny(Refusal.Busy.class, Refusal.DeadlineExceeded.class);
      assertThat(stuck.availablePermits()).isZero();
      // Who asked may give up a moment before the question itself does.
      Awaitility.await().until(() -> !told.isEmpty());
      unstuck.countDown();
      for (Future<ManifestAnswer> answer : hanging) {
        assertThat(answer.get()).isInstanceOf(Refusal.TooManyRequests.class);
      }
      assertThat(ask(registry, "greedy", "reg.example", Duration.ofSeconds(30)))
          .isInstanceOf(Refusal.TooManyRequests.class);
      assertThat(told).containsExactly("reg.example NAMESPACE_BUSY");
    } finally {
      unstuck.countDown();
    }
  }
}
