package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.admission.ReviewEvents;
import dev.pullable.app.HttpsClient.Answer;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// More than the webhook takes on at a time, sent to the real application.
class WebhookLimitsTest {
  private static final int REVIEWS = 256;
  private static final int SEVEN_MIB = 7 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger SHED = new AtomicInteger();

  @TempDir private static Path dir;

  private static TestRegistry registry;
  private static TestRegistry another;
  private static ConfigurableApplicationContext application;
  private static SSLContext trust;

  @BeforeAll
  static void start() throws IOException {
    another = TestRegistry.start();
    another.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
    registry = TestRegistry.start();
    registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
    Files.createDirectory(dir.resolve("cluster"));
    SpringApplication counted = new SpringApplication(WebhookApplication.class, Counted.class);
    application =
        counted.run(
            "--server.port=0",
            // A slow machine must not lose connections that wait for their turn in a test.
            "--server.tomcat.connection-timeout=20s",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.registries.plain-http=" + registry.authority() + "," + another.authority());
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  @AfterAll
  static void stop() {
    application.close();
    registry.close();
    another.close();
  }

  @Configuration(proxyBeanMethods = false)
  static class Counted {
    @Bean
    @Primary
    ReviewEvents countedReviews() {
      return new ReviewEvents() {
        @Override
        public void shed(Crowd crowd) {
          SHED.incrementAndGet();
        }
      };
    }
  }

  @Test
  void beforeARegistryThatIsStuckSoManyReviewsWaitAndTheRestIsAnsweredAtOnce() throws Exception {
    CountDownLatch unstuck = new CountDownLatch(1);
    registry.fault(
        "stuck",
        (answer, _) -> {
          unstuck.await();
          return answer;
        });
    int before = SHED.get();
    List<HttpsClient> clients = clients(REVIEWS + 44);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        HttpsClient client = clients.get(i);
        // Of three namespaces, since one has half of the places.
        byte[] body = pod("tenant" + i % 3, "stuck/app" + i + ":1");
        answers.add(threads.submit(() -> response(client.review("?timeout=30s", body))));
      }
      await().atMost(Duration.ofSeconds(15)).until(() -> done(answers).size() >= 44);
      Thread.sleep(500);
      assertThat(done(answers)).hasSize(44);
      for (Future<JsonNode> answer : done(answers)) {
        assertThat(answer.get().path("allowed").asBoolean()).isTrue();
        assertThat(answer.get().path("warnings"))
            .singleElement()
            .satisfies(it -> assertThat(it.asText()).endsWith("too many reviews are under way"));
      }
      assertThat(SHED.get() - before).isEqualTo(44);
      unstuck.countDown();
      for (Future<JsonNode> answer : answers) {
        answer.get();
      }
    } finally {
      unstuck.countDown();
      registry.clearFaults();
      close(clients);
    }
    assertEverythingIsGivenBack();
  }

  @Test
  void oneNamespaceFillsHalfOfThePlacesAndTheOthersAreLookedAt() throws Exception {
    CountDownLatch unstuck = new CountDownLatch(1);
    registry.fault(
        "stuck",
        (answer, _) -> {
          unstuck.await();
          return answer;
        });
    List<HttpsClient> clients = clients(REVIEWS / 2 + 30);
    try (HttpsClient other = new HttpsClient(trust, port());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        HttpsClient client = clients.get(i);
        byte[] body = pod("greedy", "stuck/greedy" + i + ":1");
        answers.add(threads.submit(() -> response(client.review("?timeout=30s", body))));
      }
      await().atMost(Duration.ofSeconds(15)).until(() -> done(answers).size() >= 30);
      byte[] elsewhere = pod("modest", another.authority(), "shop/web:1.0");
      assertThat(response(other.review("", elsewhere)).path("warnings")).isEmpty();
      assertThat(done(answers)).hasSize(30);
      for (Future<JsonNode> answer : done(answers)) {
        assertThat(answer.get().path("warnings").toString())
            .contains("too many reviews of its namespace are under way");
      }
      unstuck.countDown();
      for (Future<JsonNode> answer : answers) {
        answer.get();
      }
    } finally {
      unstuck.countDown();
      registry.clearFaults();
      close(clients);
    }
    assertEverythingIsGivenBack();
  }

  @Test
  void whatIsLetInWithoutRoomIsAReviewOrAProblem() throws Exception {
    List<HttpsClient> holders = clients(REVIEWS);
    try (HttpsClient client = new HttpsClient(trust, port())) {
      for (HttpsClient holder : holders) {
        holder.write(head(10));
        holder.write("{");
      }
      await()
          .atMost(Duration.ofSeconds(4))
          .untilAsserted(() -> assertThat(warnings(client)).contains("too many reviews"));
      byte[] small = pod("shop/web:1.0");
      byte[] large = Arrays.copyOf(small, SEVEN_MIB);
      Arrays.fill(large, small.length, SEVEN_MIB, (byte) ' ');
      assertThat(response(client.review("", large)).path("warnings")).hasSize(1);
      assertThat(warnings(client)).as("the connection is kept").contains("too many reviews");
      Answer problem = client.review("", "{\"kind\": \"Pod\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.body()).contains("too many reviews are under way");
    } finally {
      close(holders);
    }
    assertEverythingIsGivenBack();
  }

  @Test
  void whoeverLetsABodyDripLosesItsPlace() throws Exception {
    List<HttpsClient> holders = clients(3);
    try {
      for (HttpsClient holder : holders) {
        holder.write(head(1_000, "1s"));
      }
      for (int i = 0; i < 10; i++) {
        for (HttpsClient holder : holders) {
          holder.write("{");
        }
        Thread.sleep(100);
      }
      for (HttpsClient holder : holders) {
        assertThat(holder.read().status()).isEqualTo(408);
      }
    } finally {
      close(holders);
    }
    assertEverythingIsGivenBack();
  }

  @Test
  void bodiesThatAreCutOrNoReviewsGiveTheirPlacesBack() throws Exception {
    for (int i = 0; i < 15; i++) {
      try (HttpsClient cut = new HttpsClient(trust, port())) {
        cut.write(head(SEVEN_MIB));
        cut.write("{\"kind\":");
      }
      try (HttpsClient client = new HttpsClient(trust, port())) {
        byte[] nonsense = new byte[SEVEN_MIB];
        assertThat(client.review("", nonsense).status()).isIn(400, 503);
      }
    }
    assertEverythingIsGivenBack();
  }

  @ParameterizedTest
  @CsvSource({
    "[,],100000,400",
    "'{\"a\":',},100000,400",
    "'{},',,600000,400",
    "9,,100000,400",
    "'\"a\":1,',,600000,400",
    "'{\"a\":[',,2,400"
  })
  void whatIsWrittenToDoHarmIsRefusedAndHarmsNothing(
      String opening, @Nullable String closing, int times, int status) throws Exception {
    String bomb = opening.repeat(times) + "1" + (closing == null ? "" : closing.repeat(times));
    for (String place : List.of("\"object\":", "\"object\":{\"spec\":", "\"x\":")) {
      byte[] body =
          ("{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
                  + "\"uid\":\"u-1\",\"operation\":\"CREATE\","
                  + place
                  + bomb
                  + "}}}")
              .getBytes(StandardCharsets.UTF_8);
      try (HttpsClient client = new HttpsClient(trust, port())) {
        assertThat(client.review("", body).status()).isEqualTo(status);
      }
      // Tomcat closes the connection after a 400.
      try (HttpsClient next = new HttpsClient(trust, port())) {
        assertThat(warnings(next)).isEmpty();
      }
    }
  }

  /// As many reviews as there may be, and four of the largest, are looked at together.
  private static void assertEverythingIsGivenBack() throws Exception {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> {
          List<HttpsClient> holders = clients(REVIEWS - 1);
          try (HttpsClient client = new HttpsClient(trust, port())) {
            for (int i = 0; i < holders.size(); i++) {
              // Three of 7 MiB and 252 of 44 KiB are all but 32 MiB.
              holders.get(i).write(head(i < 3 ? SEVEN_MIB : 40_000));
              holders.get(i).write("{");
            }
            Thread.sleep(300);
            assertThat(warnings(client)).isEmpty();
          } finally {
            close(holders);
          }
        });
  }

  private static String head(int length) {
    return head(length, "30s");
  }

  private static String head(int length, String timeout) {
    return "POST /validate?timeout="
        + timeout
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String warnings(HttpsClient client) throws IOException {
    return response(client.review("", pod("shop/web:1.0"))).path("warnings").toString();
  }

  private static List<HttpsClient> clients(int count) throws IOException {
    List<HttpsClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(new HttpsClient(trust, port()));
    }
    return clients;
  }

  private static void close(List<HttpsClient> clients) throws IOException {
    for (HttpsClient client : clients) {
      client.close();
    }
  }

  private static List<Future<JsonNode>> done(List<Future<JsonNode>> answers) {
    return answers.stream().filter(Future::isDone).toList();
  }

  private static int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static JsonNode response(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode review = JSON.readTree(answer.body());
    assertThat(review.at("/response/uid").asText()).isEqualTo("u-1");
    return review.path("response");
  }

  private static byte[] pod(String image) {
    return pod("shop", image);
  }

  private static byte[] pod(String namespace, String image) {
    return pod(namespace, registry.authority(), image);
  }

  private static byte[] pod(String namespace, String host, String image) {
    return """
    {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "%s", "name": "web",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {"containers": [{"name": "c", "image": "%s/%s"}]}}}}
    """
        .formatted(namespace, host, image)
        .getBytes(StandardCharsets.UTF_8);
  }
}
