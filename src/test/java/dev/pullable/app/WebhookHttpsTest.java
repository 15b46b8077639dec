package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.app.HttpsClient.Answer;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Registry;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// The whole path, as kube-apiserver walks it: HTTPS, the real application, a registry.
@ExtendWith(OutputCaptureExtension.class)
class WebhookHttpsTest {
  private static final int SEVEN_MIB = 7 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path dir;

  private static TestRegistry registry;
  private static ConfigurableApplicationContext application;
  private static SSLContext trust;

  private HttpsClient client;

  @BeforeAll
  static void start() throws IOException {
    registry = TestRegistry.start();
    registry.push("shop/web", "1.0", TestImages.index(Platform.of("linux", "amd64")));
    registry.push("shop/arm", "1.0", TestImages.image("linux", "arm64"));
    registry.auth("private", Auth.basic().user("demo", "s3cr3t"));
    registry.push("private/app", "1.0", TestImages.index(Platform.of("linux", "amd64")));
    Files.writeString(
        Files.createDirectory(dir.resolve("cluster")).resolve("all.yaml"),
        """
        apiVersion: v1
        kind: Node
        metadata: {name: a, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths":{"%s":{"username":"demo","password":"s3cr3t"}}}'
        """
            .formatted(registry.authority()));
    application = WebhookApplication.run(arguments("ca.crt"));
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  @AfterAll
  static void stop() {
    application.close();
    registry.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = new HttpsClient(trust, port(application));
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    registry.clearFaults();
  }

  @Test
  void anImageThatIsThereIsAdmitted() throws IOException {
    JsonNode response = response(client.review("?timeout=5s", pod("shop/web:1.0")));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("status")).isFalse();
    assertThat(response.has("warnings")).isFalse();
  }

  @Test
  void anImageThatIsNotThereIsDenied() throws IOException {
    JsonNode response = response(client.review("?timeout=5s", pod("shop/web:2.0")));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/code").asInt()).isEqualTo(403);
    assertThat(response.at("/status/reason").asText()).isEqualTo("Forbidden");
    assertThat(response.at("/status/message").asText())
        .startsWith("spec.containers[0].image: \"" + image("shop/web:2.0") + "\" cannot be pulled")
        .contains("[TagNotFound]");
  }

  @Test
  void anImageThatCannotRunIsAWarning() throws IOException {
    JsonNode response = response(client.review("?timeout=5s", pod("shop/arm:1.0")));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings"))
        .singleElement()
        .satisfies(it -> assertThat(it.asText()).contains("linux/arm64", "[WrongPlatform]"));
  }

  @Test
  void aPullSecretOfTheRequestsNamespaceLetsIn() throws IOException {
    byte[] with = pod("private/app:1.0", "\"imagePullSecrets\": [{\"name\": \"regcred\"}],");

    assertThat(response(client.review("", with)).path("allowed").asBoolean()).isTrue();
    assertThat(response(client.review("", pod("private/app:1.0"))).toString())
        .contains("[CredentialsMissing]")
        .doesNotContain("s3cr3t");
  }

  @Test
  void whatIsNotAsciiArrivesWhole() throws IOException {
    JsonNode response = response(client.review("", pod("shop/wéb😀:1")));

    assertThat(response.at("/status/message").asText()).contains("shop/wéb😀:1");
  }

  @Test
  void anObjectThatIsNotUnderstoodIsAdmittedWithAWarning(CapturedOutput output) throws IOException {
    byte[] body = pod("shop/web:2.0", "\"hostNetwork\": \"s3cr3t\",");

    JsonNode response = response(client.review("", body));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings"))
        .singleElement()
        .satisfies(it -> assertThat(it.asText()).contains("could not be read", "not checked"));
    assertThat(output).contains("spec.hostNetwork").doesNotContain("s3cr3t", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aBodyOfUpToSevenMibIsRead(int difference) throws IOException {
    assertThat(response(client.review("", padded(SEVEN_MIB + difference))).path("allowed"))
        .isNotNull();
  }

  @Test
  void aLongerBodyIsTooLarge() throws IOException {
    assertProblem(client.review("", padded(SEVEN_MIB + 1)), 413, "the body is over 7 MiB");
  }

  @Test
  void anEndlessBodyIsNotReadToItsEnd() throws IOException {
    byte[] chunk = new byte[65_536];
    Arrays.fill(chunk, (byte) ' ');
    client.write(
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_024; i++) {
                client.write("10000\r\n");
                client.write(chunk);
                client.write("\r\n");
              }
            })
        .as("64 MiB are not taken")
        .isInstanceOf(IOException.class);

    try (HttpsClient next = new HttpsClient(trust, port(application))) {
      assertThat(next.review("", pod("shop/web:1.0")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|the body is not an AdmissionReview: it cannot be read at line 1, column 2",
        "''|the body is not an AdmissionReview: it cannot be read at line 1, column 1",
        "{}|the body is not of kind AdmissionReview",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1beta1\","
            + " \"request\": {\"uid\": \"u\"}}|only apiVersion admission.k8s.io/v1 is understood"
      })
  void whatIsNoReviewIsABadRequestWithAReason(String body, String reason) throws IOException {
    assertProblem(client.review("", body.getBytes(StandardCharsets.UTF_8)), 400, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "5", "-5s", "0s", "5s&timeout=5s"})
  void aTimeoutThatIsNoneIsABadRequest(String timeout) throws IOException {
    assertProblem(
        client.review("?timeout=" + timeout, pod("shop/web:1.0")),
        400,
        "timeout is not a duration such as 5s");
  }

  @Test
  void otherTypesMethodsAndPathsAreRefused() throws IOException {
    byte[] body = pod("shop/web:1.0");

    assertProblem(client.exchange("POST", "/validate", "text/plain", body), 415, "");
    assertProblem(client.exchange("POST", "/validate", "", body), 415, "");
    assertProblem(client.exchange("GET", "/validate", "", new byte[0]), 405, "");
    assertProblem(client.exchange("PUT", "/validate", "application/json", body), 405, "");
    assertProblem(client.exchange("POST", "/", "application/json", body), 404, "");
    assertProblem(client.exchange("GET", "/validate/x", "", new byte[0]), 404, "");
    assertThat(client.exchange("POST", "/validate", "application/json; charset=utf-8", body))
        .satisfies(it -> assertThat(response(it).path("allowed").asBoolean()).isTrue());
  }

  @Test
  void badRequestsLeaveNoStackTraceInTheLog(CapturedOutput output) throws Exception {
    client.write("\u0001GARBAGE\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(400);
    send(
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{\"kind\":");
    send(
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
    send("POST /validate?timeout=%zz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    send("POST /validate HTTP/1.1\r\nHost: lo cal\r\nContent-Length: 0\r\n\r\n");
    send("GET /%00/../.. HTTP/1.1\r\nHost: localhost\r\n\r\n");
    send("X".repeat(100_000));
    try (Socket plain = new Socket("localhost", port(application))) {
      plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      plain.getInputStream().readAllBytes();
    }
    try (HttpsClient next = new HttpsClient(trust, port(application))) {
      assertThat(next.review("", pod("shop/web:1.0")).status()).isEqualTo(200);
    }

    assertThat(output.getAll()).doesNotContain("\tat ", "Exception:", "ERROR");
  }

  @Test
  void aHangingRegistryDoesNotHoldUpTheAnswer() throws IOException {
    client.review("", pod("shop/web:1.0"));
    registry.fault("hanging", Fault.hang());
    long start = System.nanoTime();

    JsonNode response = response(client.review("?timeout=1s", pod("hanging/app:1")));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings"))
        .singleElement()
        .satisfies(it -> assertThat(it.asText()).endsWith("[DeadlineExceeded]"));
  }

  @Test
  void oneConnectionServesManyReviews() throws IOException {
    byte[] body = pod("shop/web:1.0");
    for (int i = 0; i < 200; i++) {
      Answer answer = client.review("?timeout=10s", body);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainKey("connection");
    }
  }

  @Test
  void onlyTheWrittenAuthorityVouchesForIt() throws IOException {
    assertThatThrownBy(
            () -> {
              try (HttpsClient stranger =
                  new HttpsClient(TestAuthority.create().clientContext(), port(application))) {
                stranger.review("", pod("shop/web:1.0"));
              }
            })
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void theStartIsTold(CapturedOutput output) {
    try (var other = WebhookApplication.run(arguments("other.crt"))) {
      assertThat(
              output.getAll().lines().filter(it -> it.contains("Reviewing on port " + port(other))))
          .singleElement()
          .asString()
          .contains(
              "at /validate",
              "cluster: directory " + dir.resolve("cluster"),
              "CA certificate: " + dir.resolve("other.crt"));
      assertThat(output.getAll()).doesNotContain("s3cr3t", "PRIVATE KEY", "WARN", "ERROR");
    }
  }

  @Test
  void aFaultOfTheEngineIsAnsweredWithTheUidAndAWarning(CapturedOutput output) throws IOException {
    SpringApplication faulty = new SpringApplication(WebhookApplication.class, Faulty.class);
    try (var other = faulty.run(arguments("faulty.crt"));
        HttpsClient toOther =
            new HttpsClient(HttpsClient.trusting(dir.resolve("faulty.crt")), port(other))) {
      JsonNode response = response(toOther.review("?timeout=5s", pod("shop/web:1.0")));

      assertThat(response.path("allowed").asBoolean()).isTrue();
      assertThat(response.path("warnings"))
          .singleElement()
          .satisfies(it -> assertThat(it.asText()).contains("not checked", "internal error"));
      assertThat(output)
          .contains("CREATE web in namespace shop was not checked (request u-1)")
          .contains("UnsupportedOperationException")
          .doesNotContain("s3cr3t");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Faulty {
    @Bean
    @Primary
    Registry faultyRegistry() {
      return new Registry() {
        @Override
        public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
          throw new UnsupportedOperationException("Basic s3cr3t");
        }

        @Override
        public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
          throw new UnsupportedOperationException("Basic s3cr3t");
        }
      };
    }
  }

  private static String[] arguments(String caFile) {
    return new String[] {
      "--server.port=0",
      "--pullable.cluster.mode=directory",
      "--pullable.cluster.directory=" + dir.resolve("cluster"),
      "--pullable.tls.ca-file=" + dir.resolve(caFile),
      "--pullable.registries.plain-http=" + registry.authority()
    };
  }

  private static int port(ConfigurableApplicationContext context) {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /// Sends what is no request and hangs up.
  private static void send(String text) throws IOException {
    try (HttpsClient other = new HttpsClient(trust, port(application))) {
      other.write(text);
    }
  }

  private static JsonNode response(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/json");
    JsonNode review = JSON.readTree(answer.body());
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.at("/response/uid").asText()).isEqualTo("u-1");
    return review.path("response");
  }

  private static void assertProblem(Answer answer, int status, String detail) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).startsWith(detail).isNotEmpty();
  }

  private static String image(String repository) {
    return registry.authority() + "/" + repository;
  }

  private static byte[] pod(String image) {
    return pod(image, "");
  }

  private static byte[] pod(String image, String members) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {%s "containers": [{"name": "c", "image": "%s"}]}},
      "oldObject": null}}
    """
        .formatted(members, image(image))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] padded(int length) {
    byte[] pod = pod("shop/web:1.0");
    byte[] padded = Arrays.copyOf(pod, length);
    Arrays.fill(padded, pod.length, length, (byte) ' ');
    return padded;
  }
}
