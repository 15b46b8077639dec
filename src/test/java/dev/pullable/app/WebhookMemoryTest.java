package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The webhook in a process with the heap that it has in a container of 512 MiB, which ends as soon
/// as that does not do.
class WebhookMemoryTest {
  private static final int CALLERS = 200;
  private static final int CUT_OFF = 0;
  private static final int SEVEN_MIB = 7 * 1024 * 1024;
  private static final Pattern PORT = Pattern.compile("Reviewing on port (\\d+)");

  @TempDir private Path dir;

  private Process process;

  @BeforeEach
  void start() throws IOException {
    Path cluster = Files.createDirectory(dir.resolve("cluster"));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx200m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.pullable.Main",
                "serve",
                "--server.port=0",
                "--pullable.cluster.mode=directory",
                "--pullable.cluster.directory=" + cluster,
                // Two hundred handshakes take a while on a slow machine.
                "--server.tomcat.connection-timeout=60s",
                "--pullable.tls.ca-file=" + dir.resolve("ca.crt"))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(this::port, it -> it > 0);
  }

  private int port() throws IOException {
    Matcher told = PORT.matcher(Files.readString(dir.resolve("log")));
    return told.find() ? Integer.parseInt(told.group(1)) : 0;
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Test
  void twoHundredOfTheLargestAndWorstBodiesAtOnceLeaveItStanding() throws Exception {
    SSLContext trust = HttpsClient.trusting(dir.resolve("ca.crt"));
    List<byte[]> bodies =
        List.of(
            body("{}", 400_000),
            body("{}", 70_000),
            body("{\"env\":[{\"name\":\"a\"}" + ",{\"name\":\"a\"}".repeat(140_000) + "]}", 0),
            body("{\"args\":[\"a\"" + ",\"a\"".repeat(900_000) + "]}", 0),
            body("{}", 0));
    List<HttpsClient> clients = new ArrayList<>();
    int port = port();
    for (int i = 0; i < CALLERS; i++) {
      clients.add(new HttpsClient(trust, port));
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        HttpsClient client = clients.get(i);
        byte[] body = bodies.get(i % bodies.size());
        answers.add(threads.submit(() -> status(client, body)));
      }
      for (Future<Integer> answer : answers) {
        statuses.merge(answer.get(), 1, Integer::sum);
      }
    }
    // A slow machine does not get all of 1.4 GB across in time, and hangs up on the rest.
    assertThat(statuses).containsKey(200);
    assertThat(statuses.keySet()).isSubsetOf(200, 408, CUT_OFF);
    assertThat(process.isAlive()).isTrue();
    try (HttpsClient next = new HttpsClient(trust, port)) {
      assertThat(next.review("?timeout=20s", bodies.getLast()).body())
          .contains("\"allowed\":true")
          .doesNotContain("warnings");
    }
    for (HttpsClient client : clients) {
      client.close();
    }
  }

  private static int status(HttpsClient client, byte[] body) {
    try {
      return client.review("?timeout=30s", body).status();
    } catch (IOException e) {
      return CUT_OFF;
    }
  }

  /// Seven MiB of a Pod: the same two bytes or so again and again, and the rest in one string.
  private static byte[] body(String element, int times) {
    String elements = element + ("," + element).repeat(times);
    StringBuilder text =
        new StringBuilder(
            """
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
            "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web", "object":
            {"kind": "Pod", "apiVersion": "v1", "spec": {"containers": [%s]},
            "metadata": {"name": "web", "annotations": {"a": "\
            """
                .formatted(elements));
    text.repeat('x', SEVEN_MIB - text.length() - 10).append("\"}}}}}");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
