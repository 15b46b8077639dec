package dev.pullable.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One replica of all, by a Lease: what only one is to do begins when this one is it, and ends when
/// it is not any more. Needs `create` on Leases, and `get` and `patch` on that one.
public final class Leadership implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RENEWED = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final ScheduledExecutorService threads =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("leadership").factory());

  private final Supplier<LeaderElector> electors;
  private volatile boolean closed;
  private volatile @Nullable CompletableFuture<?> candidacy;

  /// @param lease its name
  /// @param begin called when this replica is the one; returns at once
  /// @param end called when it is not any more
  public Leadership(
      KubernetesClient client, String namespace, String lease, Runnable begin, Runnable end) {
    String identity = UUID.randomUUID().toString();
    // One that has lost cannot stand again.
    electors =
        () ->
            client
                .leaderElector()
                .withConfig(
                    new LeaderElectionConfigBuilder()
                        .withName(lease)
                        .withLock(new LeaseLock(namespace, lease, identity))
                        .withLeaseDuration(LEASE)
                        .withRenewDeadline(RENEWED)
                        .withRetryPeriod(RETRY)
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(begin, end, _ -> {}))
                        .build())
                .build();
  }

  /// Begins to stand for it, and returns at once.
  public void start() {
    stand();
  }

  /// Whoever has lost it stands again.
  private void stand() {
    if (closed) {
      return;
    }
    CompletableFuture<?> standing = electors.get().start();
    candidacy = standing;
    var _ =
        standing.whenComplete((_, _) -> {
          if (!closed) {
            Future<?> _ = threads.schedule(this::stand, RETRY.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    CompletableFuture<?> standing = candidacy;
    if (standing != null) {
      standing.cancel(true);
    }
    threads.shutdownNow();
  }
}
