package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// How seldom the real application asks a registry, and that nobody gains a right by it.
class FewRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CALLERS = 16;

  @TempDir private static Path dir;

  private static final TestRegistry REGISTRY = TestRegistry.start();
  private static ConfigurableApplicationContext application;
  private static SSLContext trust;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectory(dir.resolve("cluster"));
    Files.writeString(
        dir.resolve("cluster/cluster.yaml"),
        """
        apiVersion: v1
        kind: Node
        metadata: {name: a, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: alpha}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths":{"%s":{"username":"alpha","password":"s3cr3t"}}}'
        """
            .formatted(REGISTRY.authority()));
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.registries.plain-http=" + REGISTRY.authority());
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  @AfterAll
  static void stop() {
    application.close();
    REGISTRY.close();
  }

  @BeforeEach
  void clear() {
    REGISTRY.clearLog();
  }

  @Test
  void aThousandPodsOfOneImageCostTwoHeadsAtMost() throws Exception {
    REGISTRY.push("popular", "1.0", TestImages.image("linux", "amd64"));
    REGISTRY.clearLog();
    long start = System.nanoTime();
    assertThat(reviews(1_000, _ -> body("shop", "popular:1.0"))).allMatch(FewRequestsTest::allowed);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "1000 Pods in %d ms: %d HEADs, %d GETs of manifests, %d requests in all%n",
        took.toMillis(),
        REGISTRY.count(RequestKind.MANIFEST, "HEAD"),
        REGISTRY.count(RequestKind.MANIFEST, "GET"),
        REGISTRY.count());
    assertThat(REGISTRY.count(RequestKind.MANIFEST, "HEAD"))
        .isLessThanOrEqualTo(1 + took.toSeconds() / 60 + 1);
    assertThat(REGISTRY.count(RequestKind.MANIFEST, "GET")).isEqualTo(1);
    assertThat(REGISTRY.count(RequestKind.BLOB, "GET")).isEqualTo(1);
  }

  @Test
  void whatIsPushedAfterAMissIsAdmittedWithinSixteenSeconds() throws Exception {
    REGISTRY.push("late", "0.9", TestImages.image("linux", "amd64"));
    assertThat(allowed(review("shop", "late:1.0"))).isFalse();
    long missed = System.nanoTime();
    REGISTRY.push("late", "1.0", TestImages.image("linux", "amd64"));
    boolean admitted = false;
    while (!admitted && System.nanoTime() - missed < Duration.ofSeconds(30).toNanos()) {
      Thread.sleep(100);
      admitted = allowed(review("shop", "late:1.0"));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - missed);
    System.out.printf("pushed after a miss: admitted after %d ms%n", took.toMillis());
    assertThat(admitted).isTrue();
    assertThat(took).isLessThan(Duration.ofSeconds(16));
    // Else nothing was remembered, and this shows nothing.
    assertThat(REGISTRY.count(RequestKind.MANIFEST, "HEAD")).isEqualTo(2);
  }

  @Test
  void noTenantIsAdmittedOnAnothersCredentials() throws Exception {
    REGISTRY.push("private", "1.0", TestImages.image("linux", "amd64"));
    REGISTRY.auth("private", Auth.basic().user("alpha", "s3cr3t"));
    assertThat(allowed(review("alpha", "private:1.0"))).isTrue();
    List<JsonNode> answers =
        reviews(2_000, i -> body(i % 2 == 0 ? "alpha" : "beta", "private:1.0"));
    for (int i = 0; i < answers.size(); i++) {
      assertThat(allowed(answers.get(i))).as("%s", answers.get(i)).isEqualTo(i % 2 == 0);
    }
  }

  private static boolean allowed(JsonNode response) {
    return response.path("allowed").asBoolean() && !response.has("warnings");
  }

  private static JsonNode review(String namespace, String image) throws IOException {
    try (HttpsClient client = new HttpsClient(trust, port())) {
      return send(client, body(namespace, image));
    }
  }

  /// Many at a time, answered in order.
  private static List<JsonNode> reviews(int times, IntFunction<byte[]> bodies) throws Exception {
    List<Future<List<JsonNode>>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < CALLERS; caller++) {
        int first = caller;
        parts.add(threads.submit(() -> share(first, times, bodies)));
      }
    }
    JsonNode[] answers = new JsonNode[times];
    for (int caller = 0; caller < CALLERS; caller++) {
      List<JsonNode> part = parts.get(caller).get();
      for (int i = 0; i < part.size(); i++) {
        answers[caller + i * CALLERS] = part.get(i);
      }
    }
    return List.of(answers);
  }

  private static List<JsonNode> share(int first, int times, IntFunction<byte[]> bodies) {
    List<JsonNode> answers = new ArrayList<>();
    try (HttpsClient client = new HttpsClient(trust, port())) {
      for (int i = first; i < times; i += CALLERS) {
        answers.add(send(client, bodies.apply(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answers;
  }

  private static JsonNode send(HttpsClient client, byte[] body) throws IOException {
    return JSON.readTree(client.review("?timeout=10s", body).body()).path("response");
  }

  private static byte[] body(String namespace, String image) {
    return """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",
     "kind":{"group":"","version":"v1","kind":"Pod"},
     "resource":{"group":"","version":"v1","resource":"pods"},
     "namespace":"%s","operation":"CREATE","object":{"apiVersion":"v1","kind":"Pod",
     "metadata":{"name":"web","namespace":"%s"},
     "spec":{"imagePullSecrets":[{"name":"%s"}],"containers":[{"name":"c","image":"%s/%s"}]}}}}
    """
        .formatted(
            namespace,
            namespace,
            namespace.equals("alpha") ? "regcred" : "none",
            REGISTRY.authority(),
            image)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }
}
