package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.HttpsClient.Answer;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Start, readiness and stop, as a kubelet and kube-apiserver see them.
@ExtendWith(OutputCaptureExtension.class)
class LifecycleTest {
  private static final String READINESS = "/actuator/health/readiness";
  private static final String LIVENESS = "/actuator/health/liveness";
  private static final HttpClient PROBES = HttpClient.newHttpClient();

  @TempDir private Path dir;
  private TestRegistry registry;
  private ConfigurableApplicationContext application;
  private SSLContext trust;

  @BeforeEach
  void cluster() throws IOException {
    registry = TestRegistry.start();
    Files.createDirectory(dir.resolve("cluster"));
  }

  @AfterEach
  void stop() {
    application.close();
    registry.close();
  }

  @Test
  void probesAndMetricsHaveAPortOfTheirOwnInPlainHttp() throws Exception {
    start(List.of());

    assertThat(get(application, READINESS)).isEqualTo(200);
    assertThat(get(application, LIVENESS)).isEqualTo(200);
    assertThat(get(application, "/actuator/prometheus")).isEqualTo(200);
    for (String other :
        List.of("env", "heapdump", "threaddump", "configprops", "loggers", "beans", "metrics")) {
      assertThat(get(application, "/actuator/" + other)).as(other).isEqualTo(404);
    }
    try (HttpsClient client = client()) {
      assertThat(client.exchange("GET", READINESS, "", new byte[0]).status()).isEqualTo(404);
    }
  }

  @Test
  void itIsWarmedUpBeforeItIsReady(CapturedOutput output) throws Exception {
    Early.statuses.clear();
    start(List.of(), Early.class);

    assertThat(Early.statuses).containsExactly(503, 200);
    assertThat(get(application, READINESS)).isEqualTo(200);
    assertThat(output).contains("Warmed up in").doesNotContain("Warmed up without", "WARN");
    // Nothing of it has reached anybody's registry.
    assertThat(registry.count()).isZero();
  }

  @Test
  void theWarmUpCanBeLeftOut(CapturedOutput output) throws Exception {
    start(List.of("--pullable.lifecycle.warm-up=0s"));

    assertThat(get(application, READINESS)).isEqualTo(200);
    assertThat(output).doesNotContain("arm-up", "armed up");
  }

  @Test
  void aConditionThatDoesNotHoldKeepsItUnreadyAndAlive(CapturedOutput output) throws Exception {
    Certificate.served.set(false);
    start(List.of(), Certificate.class);

    assertThat(get(application, READINESS)).isEqualTo(503);
    assertThat(get(application, LIVENESS)).isEqualTo(200);
    assertThat(output).contains("Not ready, waiting for a serving certificate");
    try (HttpsClient client = client()) {
      assertThat(client.review("", pod("shop/web:1.0")).status()).isEqualTo(200);
    }

    Certificate.served.set(true);
    assertThat(get(application, READINESS)).isEqualTo(200);
    Certificate.served.set(false);
    assertThat(get(application, READINESS)).isEqualTo(503);
  }

  @Test
  void anUnreachableRegistryDoesNotMatter() throws Exception {
    registry.fault("", Fault.hang());
    start(List.of());

    assertThat(get(application, READINESS)).isEqualTo(200);
  }

  @Test
  void whileItDrainsItReviewsAndAsksToBeLeft() throws Exception {
    start(List.of("--pullable.lifecycle.drain=3s"));
    try (HttpsClient used = client();
        HttpsClient idle = client()) {
      for (HttpsClient kept : List.of(used, idle)) {
        assertThat(kept.review("", pod("shop/web:1.0")).headers()).doesNotContainKey("connection");
      }
      CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
      Awaitility.await().until(() -> get(application, READINESS) == 503);
      assertThat(get(application, LIVENESS)).isEqualTo(200);

      assertAnsweredAndLeft(used);
      try (HttpsClient late = client()) {
        assertAnsweredAndLeft(late);
      }
      assertThat(closed).isNotDone();
      closed.get();

      // Closed in an orderly way, not reset: an idle connection just ends.
      Assertions.assertThatThrownBy(idle::read).isInstanceOf(EOFException.class);
      Assertions.assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void whatIsInFlightWhenTheDrainIsOverIsAnsweredAndWhatComesMeanwhileToo() throws Exception {
    start(List.of("--pullable.lifecycle.drain=100ms"));
    registry.fault("slow", Fault.hang());
    try (HttpsClient client = client();
        HttpsClient idle = client()) {
      idle.review("", pod("shop/web:1.0"));
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              answer.complete(client.review("?timeout=6s", pod("slow/app:1")));
            } catch (IOException e) {
              answer.completeExceptionally(e);
            }
          });
      Awaitility.await().until(() -> registry.inFlight() > 0);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
      Thread.sleep(1_000);
      assertAnsweredAndLeft(idle);
      assertThat(answer).isNotDone();

      closed.get();
      assertThat(answer.get().status()).isEqualTo(200);
      assertThat(answer.get().body()).contains("[DeadlineExceeded]");
    }
  }

  private void assertAnsweredAndLeft(HttpsClient client) throws IOException {
    Answer answer = client.review("", pod("shop/web:1.0"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("connection", "close");
    Assertions.assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
  }

  private void start(List<String> settings, Class<?>... more) {
    List<Class<?>> sources = new ArrayList<>(List.of(more));
    sources.add(WebhookApplication.class);
    List<String> arguments = new ArrayList<>(settings);
    arguments.addAll(
        List.of(
            "--server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.registries.plain-http=" + registry.authority()));
    application =
        new SpringApplication(sources.toArray(Class<?>[]::new))
            .run(arguments.toArray(String[]::new));
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  private HttpsClient client() throws IOException {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    return new HttpsClient(trust, port);
  }

  private static int get(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    return get(application.getEnvironment(), path);
  }

  private static int get(Environment environment, String path)
      throws IOException, InterruptedException {
    int port = environment.getRequiredProperty("local.management.port", Integer.class);
    URI uri = URI.create("http://localhost:" + port + path);
    return PROBES.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }

  private byte[] pod(String path) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {"containers": [{"name": "c", "image": "%s"}]}}}}
    """
        .formatted(registry.authority() + "/" + path)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Configuration(proxyBeanMethods = false)
  static class Early {
    static final List<Integer> statuses = new ArrayList<>();

    @Bean
    ApplicationRunner probe(Environment environment) {
      return _ -> {
        statuses.add(get(environment, READINESS));
        statuses.add(get(environment, LIVENESS));
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Certificate {
    static final AtomicBoolean served = new AtomicBoolean();

    @Bean
    ReadinessCondition served() {
      return new ReadinessCondition("a serving certificate", served::get);
    }
  }
}
