package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pullable.registry.Tenant;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class FairLookupsTest {
  private static final InetAddress[] NONE = {};

  private final CountDownLatch unstuck = new CountDownLatch(1);
  private final Semaphore stuck = new Semaphore(0);
  private final FairLookups lookups =
      new FairLookups(
          host -> {
            if (host.startsWith("stuck")) {
              stuck.release();
              try {
                unstuck.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return NONE;
          },
          4);

  private InetAddress[] resolve(String namespace, String host) {
    return Tenant.asking(
        namespace,
        () -> {
          try {
            return lookups.resolve(host);
          } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void whoeverNamesHostsThatDoNotResolveLeavesLookUpsToTheOthers() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<InetAddress[]>> greedy = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String host = "stuck" + i;
        greedy.add(threads.submit(() -> resolve("greedy", host)));
      }
      stuck.acquire(4);
      assertThatThrownBy(() -> resolve("greedy", "reg.example"))
          .hasCauseInstanceOf(TooManyLookupsException.class);
      assertThat(resolve("modest", "reg.example")).isSameAs(NONE);
      assertThat(lookups.namespaces()).isEqualTo(1);
      unstuck.countDown();
      for (Future<InetAddress[]> lookup : greedy) {
        assertThat(lookup.get()).isSameAs(NONE);
      }
      assertThat(resolve("greedy", "reg.example")).isSameAs(NONE);
      await().until(() -> lookups.namespaces() == 0);
    } finally {
      unstuck.countDown();
    }
  }
}
