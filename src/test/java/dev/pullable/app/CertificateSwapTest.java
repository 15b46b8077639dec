package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.MountedCertificate;
import dev.pullable.tls.ServedCertificate;
import dev.pullable.tls.ServingCertificate;
import dev.pullable.tls.ServingNames;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The certificate in use is replaced while reviews come in, through the files that a kubelet
/// swaps.
class CertificateSwapTest {
  private static final int REVIEWS = 10_000;
  private static final int CONNECTIONS = 8;
  private static final int SWAPS = 30;
  private static final int REVIEWS_A_CONNECTION = 5;
  private static final ServingNames NAMES =
      ServingNames.of(List.of("localhost"), List.of("127.0.0.1"));

  @TempDir private Path dir;

  private final CertificateAuthority authority =
      CertificateAuthority.create(Duration.ofDays(30), InstantSource.system());
  private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answered = new AtomicInteger();
  private TestRegistry registry;
  private ConfigurableApplicationContext application;
  private SSLContext trust;
  private byte[] review;
  private int generation;

  @BeforeEach
  void start() throws IOException {
    registry = TestRegistry.start();
    registry.push("shop/web", "1.0", TestImages.index(Platform.of("linux", "amd64")));
    review =
        """
        {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
         "uid": "u-1", "kind": {"group": "", "version": "v1", "kind": "Pod"},
         "resource": {"group": "", "version": "v1", "resource": "pods"},
         "name": "web", "namespace": "shop", "operation": "CREATE", "object": {
          "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
          "spec": {"containers": [{"name": "web", "image": "%s/shop/web:1.0"}]}}}}
        """
            .formatted(registry.authority())
            .getBytes(StandardCharsets.UTF_8);
    Files.createDirectory(dir.resolve("cluster"));
    Files.writeString(dir.resolve("ca.crt"), authority.certificatePem());
    swap(authority.issue(NAMES, Duration.ofDays(1)));
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=-1",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.nodes.platforms=linux/amd64",
            "--pullable.registries.plain-http=" + registry.authority(),
            "--pullable.tls.mode=files",
            "--pullable.tls.certificate-file=" + dir.resolve("..data/tls.crt"),
            "--pullable.tls.private-key-file=" + dir.resolve("..data/tls.key"));
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  @AfterEach
  void stop() {
    application.close();
    registry.close();
  }

  @Test
  void noReviewFailsWhileTheCertificateIsReplaced() throws Exception {
    MountedCertificate mounted = (MountedCertificate) application.getBean(ServedCertificate.class);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        boolean reconnecting = i % 2 == 0;
        clients.add(threads.submit(client(reconnecting)));
      }
      for (int swap = 1; swap <= SWAPS; swap++) {
        awaitReviews(swap * REVIEWS / (SWAPS + 1), clients);
        swap(authority.issue(NAMES, Duration.ofDays(1)));
        mounted.step();
      }
      for (Future<Integer> client : clients) {
        assertThat(client.get()).isEqualTo(REVIEWS / CONNECTIONS);
      }
    }

    assertThat(answered).hasValue(REVIEWS);
    // Whether each is seen depends on who connects in time.
    assertThat(serials).as("certificates that clients saw").hasSizeGreaterThan(SWAPS / 2);
  }

  @Test
  void aConnectionOutlivesItsCertificate() throws IOException {
    try (HttpsClient client = new HttpsClient(trust, port())) {
      review(client);
      swap(authority.issue(NAMES, Duration.ofDays(1)));
      ((MountedCertificate) application.getBean(ServedCertificate.class)).step();
      review(client);
      try (HttpsClient next = new HttpsClient(trust, port())) {
        review(next);
        assertThat(next.serverSerial()).isNotEqualTo(client.serverSerial());
      }
    }
  }

  private Callable<Integer> client(boolean reconnecting) {
    return () -> {
      HttpsClient client = new HttpsClient(trust, port());
      try {
        for (int i = 0; i < REVIEWS / CONNECTIONS; i++) {
          if (reconnecting && i % REVIEWS_A_CONNECTION == 0) {
            client.close();
            client = new HttpsClient(trust, port());
          }
          review(client);
        }
        return REVIEWS / CONNECTIONS;
      } finally {
        client.close();
      }
    };
  }

  private void review(HttpsClient client) throws IOException {
    HttpsClient.Answer answer = client.review("?timeout=10s", review);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"allowed\":true").doesNotContain("warnings");
    serials.add(client.serverSerial());
    answered.incrementAndGet();
  }

  /// Spreads the swaps over the reviews, whatever their pace.
  private void awaitReviews(int count, List<Future<Integer>> clients) throws Exception {
    while (answered.get() < count) {
      for (Future<Integer> client : clients) {
        if (client.state() == Future.State.FAILED) {
          client.get();
        }
      }
      Thread.sleep(1);
    }
  }

  private int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private void swap(ServingCertificate certificate) throws IOException {
    generation++;
    Path data = Files.createDirectory(dir.resolve("..v" + generation));
    Files.writeString(data.resolve("tls.crt"), certificate.chainPem());
    Files.writeString(data.resolve("tls.key"), certificate.privateKeyPem());
    Path link = Files.createSymbolicLink(dir.resolve("..data_tmp"), data.getFileName());
    Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
