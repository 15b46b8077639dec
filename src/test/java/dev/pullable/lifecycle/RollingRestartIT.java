package dev.pullable.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes behind one address, each told to stop and replaced while reviews go on.
class RollingRestartIT {
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(8);
  private static final long REVIEW_MILLIS = 20;
  private static final Duration CALM = Duration.ofSeconds(2);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path dir;

  private final List<ReviewClient> clients = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final AtomicLong lastSlow = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void noReviewIsLostInARollingRestart() throws Exception {
    try (TestRegistry registry = TestRegistry.start().logging(false);
        ServiceAddress service = new ServiceAddress(DELAY);
        ReviewClient client = new ReviewClient(service.port());
        ReviewClient another = new ReviewClient(service.port());
        ReviewClient yetAnother = new ReviewClient(service.port());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      registry.push("shop/web", "1.0", TestImages.index(Platform.of("linux", "amd64")));
      WebhookProcess first = start(registry);
      WebhookProcess second = start(registry);
      try (first;
          second) {
        List.of(first, second).forEach(service::add);
        List.of(first, second).forEach(it -> await(service, it));
        clients.add(client);
        clock.scheduleAtFixedRate(
            () -> threads.execute(() -> review(registry.authority())),
            0,
            REVIEW_MILLIS,
            TimeUnit.MILLISECONDS);

        try (WebhookProcess third = restart(service, first, registry);
            WebhookProcess fourth = restart(service, second, registry)) {
          // Connections that are kept stay where they are; new ones are led to both.
          clients.addAll(List.of(another, yetAnother));
          Awaitility.await()
              .until(() -> service.connections(third) > 0 && service.connections(fourth) > 0);
          clock.shutdownNow();
          threads.shutdown();
          assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
      }
    }
    System.out.printf(
        "rolling restart: %d reviews, %d answered rightly, the slowest in %d ms%n",
        sent.get(), answered.get(), slowestMillis.get());
    assertThat(failures.stream().limit(20)).as(failures.size() + " failures").isEmpty();
    assertThat(answered).hasValue(sent.get()).hasValueGreaterThan(500);
  }

  /// Stops a process while the other one goes on, and starts another in its place.
  private WebhookProcess restart(ServiceAddress service, WebhookProcess old, TestRegistry registry)
      throws Exception {
    awaitCalm();
    long start = System.nanoTime();
    assertThat(old.terminate(Duration.ofSeconds(45))).isEqualTo(SIGTERM);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(DRAIN);
    service.remove(old);
    WebhookProcess young = start(registry);
    service.add(young);
    await(service, young);
    return young;
  }

  /// A machine that is too busy for two processes loses reviews to their deadline with one, and
  /// nothing would be told of restarts by that.
  private void awaitCalm() {
    lastSlow.set(System.nanoTime());
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> System.nanoTime() - lastSlow.get() > CALM.toNanos());
  }

  private static void await(ServiceAddress service, WebhookProcess process) {
    process.awaitReady();
    Awaitility.await().until(() -> service.leadsTo(process));
  }

  private WebhookProcess start(TestRegistry registry) throws IOException {
    Path cluster = Files.createDirectories(dir.resolve("cluster"));
    Files.writeString(
        cluster.resolve("nodes.yaml"),
        """
        apiVersion: v1
        kind: Node
        metadata: {name: a, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
        """);
    return WebhookProcess.start(
        cluster,
        List.of(
            "--pullable.registries.plain-http=" + registry.authority(),
            "--pullable.lifecycle.warm-up=60s",
            "--pullable.lifecycle.drain=" + DRAIN));
  }

  /// Of a tag that is there and of one that is not, in turn.
  private void review(String registry) {
    long number = sent.incrementAndGet();
    boolean there = number % 2 == 0;
    ReviewClient client = clients.get((int) (number % clients.size()));
    long start = System.nanoTime();
    try {
      var answer = client.pod(registry + "/shop/web:" + (there ? "1.0" : "2.0"));
      boolean right =
          there
              ? answer.body().contains("\"allowed\":true")
                  && !answer.body().contains("warnings\":[\"")
              : answer.body().contains("\"allowed\":false")
                  && answer.body().contains("[TagNotFound]");
      if (answer.statusCode() == 200 && right) {
        answered.incrementAndGet();
      } else {
        failed(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException | InterruptedException e) {
      failed(e.toString());
    }
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    slowestMillis.accumulateAndGet(took, Math::max);
    if (took > SLOW.toMillis()) {
      lastSlow.set(System.nanoTime());
    }
  }

  private void failed(String what) {
    failures.add(Instant.now() + " " + what);
  }
}
