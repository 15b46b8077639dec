package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.HttpsClient.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The webhook in a process with the heap that it has in a container of 512 MiB, which ends as soon
/// as that does not do.
class WebhookMemoryTest {
  private static final int CALLERS = 200;
  private static final int SEVEN_MIB = 7 * 1024 * 1024;
  private static final Pattern PORT = Pattern.compile("Reviewing on port (\\d+)");

  @TempDir private Path dir;

  private Process process;
  private int port;

  /// What a body of seven MiB is full of.
  private enum Filling {
    ONE_STRING,
    MANY_OBJECTS
  }

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
                "--pullable.tls.ca-file=" + dir.resolve("ca.crt"))
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null && port == 0; line = out.readLine()) {
      Matcher told = PORT.matcher(line);
      port = told.find() ? Integer.parseInt(told.group(1)) : 0;
    }
    Thread.startVirtualThread(() -> out.lines().forEach(line -> {}));
    assertThat(port).isPositive();
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @ParameterizedTest
  @EnumSource(Filling.class)
  void twoHundredOfTheLargestBodiesAtOnceAreAnswered(Filling filling) throws Exception {
    SSLContext trust = HttpsClient.trusting(dir.resolve("ca.crt"));
    byte[] body = body(filling);
    List<HttpsClient> clients = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      clients.add(new HttpsClient(trust, port));
    }
    int unchecked = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (HttpsClient client : clients) {
        answers.add(threads.submit(() -> client.review("?timeout=30s", body)));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
        unchecked += answer.get().body().contains("too many reviews") ? 1 : 0;
      }
    }
    assertThat(process.isAlive()).isTrue();
    assertThat(unchecked).isBetween(1, CALLERS - 4);
    System.out.println(filling + " unchecked: " + unchecked);
    assertThat(clients.getFirst().review("?timeout=10s", body).body())
        .contains("\"allowed\":true")
        .doesNotContain("too many reviews");
    for (HttpsClient client : clients) {
      client.close();
    }
  }

  private static byte[] body(Filling filling) {
    StringBuilder text =
        new StringBuilder(
            """
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
            "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web", "object":
            {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web", "annotations": {"a": "\
            """);
    if (filling == Filling.ONE_STRING) {
      text.repeat('x', SEVEN_MIB - 1_000);
    }
    text.append(
        "\"}}, \"spec\": {\"containers\": [{\"name\": \"c\", \"imagePullPolicy\": \"Never\",");
    text.append("\"image\": \"reg.example/app:1\", \"env\": [{\"name\":\"a\"}");
    while (text.length() < SEVEN_MIB - 100) {
      text.append(filling == Filling.MANY_OBJECTS ? ",{\"name\":\"a\"}" : " ");
    }
    return text.append("]}]}}}}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
