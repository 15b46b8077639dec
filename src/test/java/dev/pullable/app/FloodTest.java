package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/// A11: whoever reaches the port sends 2,000 reviews a second, each of an image at a registry that
/// never answers, so that every place is taken.
class FloodTest {
  private static final Logger log = LoggerFactory.getLogger(FloodTest.class);
  private static final int RATE = 2_000;
  private static final int PLACES = 64;
  private static final int FREE = 64;
  private static final int SENDERS = PLACES + FREE;
  private static final int LEGITIMATE = 1_000;

  @TempDir private Path dir;

  private final TestRegistry registry = TestRegistry.start();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private ConfigurableApplicationContext application;
  private SSLContext trust;

  @BeforeEach
  void start() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
    registry.fault("stuck", Fault.hang());
    Files.createDirectory(dir.resolve("cluster"));
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.limits.reviews=" + PLACES,
            "--pullable.registries.plain-http=" + registry.authority());
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  @AfterEach
  void stop() {
    registry.close();
    application.close();
  }

  @Test
  void aLegitimateCallerIsAnsweredInAFlood() throws Exception {
    List<Long> micros = new ArrayList<>();
    int answered = 0;
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> floods = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        floods.add(senders.submit(() -> flood(sender)));
      }
      Thread.sleep(2_000);
      int before = sent.get();
      long start = System.nanoTime();
      try (HttpsClient client = new HttpsClient(trust, port())) {
        byte[] review = pod("shop/web:1.0");
        for (int i = 0; i < LEGITIMATE; i++) {
          long asked = System.nanoTime();
          HttpsClient.Answer answer = client.review("?timeout=5s", review);
          micros.add((System.nanoTime() - asked) / 1_000);
          answered += answer.status() == 200 && answer.body().contains("\"allowed\":true") ? 1 : 0;
        }
      } finally {
        over.set(true);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      micros.sort(Long::compare);
      log.info(
          "{} of {} answered in {}, median {} us, 99 % {} us; {} reviews of the flood a second",
          answered,
          LEGITIMATE,
          took,
          micros.get(LEGITIMATE / 2),
          micros.get(LEGITIMATE * 99 / 100),
          (sent.get() - before) * 1_000L / Math.max(1, took.toMillis()));
    }
    assertThat(sent.get()).isGreaterThan(SENDERS);
    assertThat(answered).isGreaterThanOrEqualTo(LEGITIMATE * 999 / 1_000);
    assertThat(Duration.ofNanos(micros.get(LEGITIMATE / 2) * 1_000))
        .isLessThan(Duration.ofSeconds(1));
  }

  /// Its share of the rate, or as many as are answered: a connection carries one at a time.
  private void flood(int sender) {
    byte[] review = pod("stuck/app" + sender + ":1");
    // Those that hold a place send hardly anything.
    long pause = FREE * 1_000L / RATE;
    while (!over.get()) {
      try (HttpsClient client = new HttpsClient(trust, port())) {
        while (!over.get()) {
          client.review("?timeout=2s", review);
          sent.incrementAndGet();
          Thread.sleep(pause);
        }
      } catch (IOException _) {
        // It connects anew.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private byte[] pod(String image) {
    return """
    {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {"containers": [{"name": "c", "image": "%s/%s"}]}}}}
    """
        .formatted(registry.authority(), image)
        .getBytes(StandardCharsets.UTF_8);
  }
}
