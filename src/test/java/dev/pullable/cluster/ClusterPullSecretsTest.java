package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets.SecretAnswer;
import dev.pullable.credential.PullSecrets.ServiceAccountAnswer;
import dev.pullable.deadline.Deadline;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class ClusterPullSecretsTest {
  private static final String SECRET = "/api/v1/namespaces/team/secrets/regcred";
  private static final String ACCOUNT = "/api/v1/namespaces/team/serviceaccounts/builder";

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void aSecretIsFoundWithItsDataDecoded() {
    server
        .expect()
        .get()
        .withPath(SECRET)
        .andReturn(
            200,
            new SecretBuilder()
                .withNewMetadata()
                .withName("regcred")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .addToData(".dockerconfigjson", base64("{}"))
                .addToData("other", base64("private"))
                .build())
        .once();

    SecretAnswer answer = secrets().secret("team", "regcred", soon());

    assertThat(answer)
        .isInstanceOfSatisfying(
            SecretAnswer.Found.class,
            found -> {
              PullSecret secret = found.secret();
              assertThat(secret.namespace()).isEqualTo("team");
              assertThat(secret.name()).isEqualTo("regcred");
              assertThat(secret.type()).isEqualTo("kubernetes.io/dockerconfigjson");
              assertThat(secret.data()).containsOnlyKeys(".dockerconfigjson");
              assertThat(secret.data().get(".dockerconfigjson")).isEqualTo("{}".getBytes(UTF_8));
            });
  }

  @Test
  void whatIsNotThereIsMissing() {
    server.expect().get().withPath(SECRET).andReturn(404, status(404, "gone")).once();
    server.expect().get().withPath(ACCOUNT).andReturn(404, status(404, "gone")).once();

    assertThat(secrets().secret("team", "regcred", soon())).isEqualTo(new SecretAnswer.Missing());
    assertThat(secrets().serviceAccount("team", "builder", soon()))
        .isEqualTo(new ServiceAccountAnswer.Missing());
  }

  @Test
  void aServiceAccountsListIsInOrderWithItsEmptyNames() {
    server
        .expect()
        .get()
        .withPath(ACCOUNT)
        .andReturn(
            200,
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("builder")
                .endMetadata()
                .addNewImagePullSecret("two")
                .addNewImagePullSecret(null)
                .addNewImagePullSecret("one")
                .addNewSecret()
                .withName("never-counts")
                .endSecret()
                .build())
        .once();

    assertThat(secrets().serviceAccount("team", "builder", soon()))
        .isEqualTo(new ServiceAccountAnswer.Found(List.of("two", "", "one")));
  }

  @ParameterizedTest
  @CsvSource({
    "403, reading it is forbidden by the cluster's RBAC",
    "401, the API server answered HTTP 401",
    "400, the API server answered HTTP 400",
    "410, the API server answered HTTP 410"
  })
  void aRefusalProvesNothingAndQuotesNothing(int code, String detail) {
    server.expect().get().withPath(SECRET).andReturn(code, status(code, "hunter2")).always();
    server.expect().get().withPath(ACCOUNT).andReturn(code, status(code, "hunter2")).always();

    assertThat(secrets().secret("team", "regcred", soon()))
        .isEqualTo(new SecretAnswer.Unknown(detail));
    assertThat(secrets().serviceAccount("team", "builder", soon()))
        .isEqualTo(new ServiceAccountAnswer.Unknown(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "{\"kind\":\"Secret\",\"data\":\"hunter2\"}", "[1]"})
  void anAnswerThatIsNoSecretProvesNothing(String body) {
    server.expect().get().withPath(SECRET).andReturn(200, body).always();

    assertThat(secrets().secret("team", "regcred", soon()))
        .isInstanceOf(SecretAnswer.Unknown.class)
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void dataThatIsNotBase64ProvesNothing() {
    server
        .expect()
        .get()
        .withPath(SECRET)
        .andReturn(200, new SecretBuilder().addToData(".dockercfg", "hunter2!").build())
        .once();

    assertThat(secrets().secret("team", "regcred", soon()))
        .isEqualTo(new SecretAnswer.Unknown("its data cannot be decoded"));
  }

  @Test
  void aSlowServerCostsNoMoreThanTheDeadline() {
    server
        .expect()
        .get()
        .withPath(SECRET)
        .andReply(200, request -> slowly(new SecretBuilder().build()))
        .once();
    long start = System.nanoTime();

    SecretAnswer answer = secrets().secret("team", "regcred", Deadline.in(Duration.ofMillis(200)));

    assertThat(answer).isEqualTo(new SecretAnswer.Unknown("the API server did not answer in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aServerThatKeepsFailingCostsNoMoreThanTheDeadline() {
    server.expect().get().withPath(SECRET).andReturn(503, status(503, "hunter2")).always();
    long start = System.nanoTime();

    SecretAnswer answer = secrets().secret("team", "regcred", Deadline.in(Duration.ofMillis(300)));

    assertThat(answer)
        .isInstanceOf(SecretAnswer.Unknown.class)
        .asString()
        .doesNotContain("hunter2");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void withoutTimeNobodyIsAsked() {
    SecretAnswer answer = secrets().secret("team", "regcred", Deadline.in(Duration.ZERO));

    assertThat(answer).isInstanceOf(SecretAnswer.Unknown.class);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aServerThatIsNotThereProvesNothing() {
    try (KubernetesClient nowhere =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:1")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build()) {
      assertThat(new ClusterPullSecrets(nowhere).secret("team", "regcred", soon()))
          .isEqualTo(new SecretAnswer.Unknown("the API server could not be asked"));
    }
  }

  /// The API server does not check the names in `imagePullSecrets`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../configmaps/x",
        "a/b",
        "a?limit=1",
        "a#b",
        "a%2fb",
        "A",
        "a..b",
        "-a",
        "a-",
        "a\n",
        "a b",
        "ä"
      })
  void aNameThatCannotExistIsMissingAndNotAskedFor(String name) {
    assertThat(secrets().secret("team", name, soon())).isEqualTo(new SecretAnswer.Missing());
    assertThat(secrets().secret(name, "regcred", soon())).isEqualTo(new SecretAnswer.Missing());
    assertThat(secrets().serviceAccount("team", name, soon()))
        .isEqualTo(new ServiceAccountAnswer.Missing());
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aLongNameCannotExist() {
    assertThat(ObjectNames.canExist("team", "a".repeat(253))).isTrue();
    assertThat(ObjectNames.canExist("team", "a".repeat(254))).isFalse();
    assertThat(ObjectNames.canExist("a".repeat(63), "a")).isTrue();
    assertThat(ObjectNames.canExist("a".repeat(64), "a")).isFalse();
    assertThat(ObjectNames.canExist("team", "a.b-c.0")).isTrue();
    assertThat(ObjectNames.canExist("team.a", "a")).isFalse();
  }

  @Test
  void anInterruptedWaitStaysInterrupted() {
    Thread.currentThread().interrupt();
    SecretAnswer answer = secrets().secret("team", "regcred", soon());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isInstanceOf(SecretAnswer.Unknown.class);
  }

  private ClusterPullSecrets secrets() {
    return new ClusterPullSecrets(client);
  }

  private static Object slowly(Object answer) {
    try {
      Thread.sleep(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private static Object status(int code, String message) {
    return new StatusBuilder().withCode(code).withMessage(message).build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
