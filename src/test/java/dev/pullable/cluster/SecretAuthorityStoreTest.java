package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.tls.AuthorityEntries;
import dev.pullable.tls.AuthorityStore.ReadAnswer;
import dev.pullable.tls.AuthorityStore.WriteAnswer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient
class SecretAuthorityStoreTest {
  private static final String SECRETS = "/api/v1/namespaces/pullable/secrets";
  private static final String SECRET = SECRETS + "/pullable-ca";
  private static final AuthorityEntries ENTRIES =
      new AuthorityEntries(Map.of("tls.crt", "c", "tls.key", "s3cr3t"));

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void aSecretIsReadWithItsVersion() {
    server.expect().get().withPath(SECRET).andReturn(200, secret("7", "tls.crt", "c")).once();

    assertThat(store().read())
        .isEqualTo(new ReadAnswer.Found(new AuthorityEntries(Map.of("tls.crt", "c")), "7"));
  }

  @Test
  void aSecretThatIsNotThereIsMissing() {
    server.expect().get().withPath(SECRET).andReturn(404, status(404)).once();

    assertThat(store().read()).isEqualTo(new ReadAnswer.Missing());
  }

  @Test
  void whatIsNoBase64IsNothing() {
    Secret secret = secret("7", "tls.crt", "c");
    secret.getData().put("tls.key", "%%%");
    server.expect().get().withPath(SECRET).andReturn(200, secret).once();

    assertThat(store().read())
        .isInstanceOfSatisfying(
            ReadAnswer.Found.class,
            it -> assertThat(it.entries().values()).containsEntry("tls.key", ""));
  }

  @Test
  void aNewSecretIsOfTheTypeOfCertificates() throws Exception {
    server.expect().post().withPath(SECRETS).andReturn(201, secret("8", "tls.crt", "c")).once();

    assertThat(store().create(ENTRIES)).isEqualTo(new WriteAnswer.Written("8"));

    JsonNode sent = lastBody();
    assertThat(sent.path("type").asText()).isEqualTo("kubernetes.io/tls");
    assertThat(sent.at("/metadata/name").asText()).isEqualTo("pullable-ca");
    assertThat(sent.at("/data/tls.key").asText()).isEqualTo(base64("s3cr3t"));
  }

  @Test
  void aReplacementIsOfTheVersionThatWasReadAndRemovesTheRest() throws Exception {
    server.expect().patch().withPath(SECRET).andReturn(200, secret("9", "tls.crt", "c")).once();
    ReadAnswer.Found read =
        new ReadAnswer.Found(new AuthorityEntries(Map.of("next.crt", "n", "tls.crt", "o")), "7");

    assertThat(store().replace(read, ENTRIES)).isEqualTo(new WriteAnswer.Written("9"));

    JsonNode sent = lastBody();
    assertThat(sent.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(sent.at("/data/next.crt").isNull()).isTrue();
    assertThat(sent.at("/data/tls.crt").asText()).isEqualTo(base64("c"));
  }

  @Test
  void whoeverIsLateIsInConflict() {
    server.expect().post().withPath(SECRETS).andReturn(409, status(409)).once();
    server.expect().patch().withPath(SECRET).andReturn(409, status(409)).once();
    server.expect().patch().withPath(SECRET).andReturn(404, status(404)).once();

    assertThat(store().create(ENTRIES)).isEqualTo(new WriteAnswer.Conflict());
    assertThat(store().replace(found(), ENTRIES)).isEqualTo(new WriteAnswer.Conflict());
    assertThat(store().replace(found(), ENTRIES)).isEqualTo(new WriteAnswer.Conflict());
  }

  @ParameterizedTest
  @CsvSource({
    "403,resourceNames [pullable-ca] and create on secrets",
    "401,the API server answered HTTP 401",
    "422,the API server answered HTTP 422"
  })
  void aRefusalIsNamedWithItsRemedyAndQuotesNothing(int code, String text) {
    server.expect().get().withPath(SECRET).andReturn(code, status(code)).once();
    server.expect().post().withPath(SECRETS).andReturn(code, status(code)).once();
    server.expect().patch().withPath(SECRET).andReturn(code, status(code)).once();

    assertThat(store().read().toString()).contains("get of Secret pullable/pullable-ca", text);
    assertThat(store().create(ENTRIES).toString())
        .contains("create of Secret", text)
        .doesNotContain("s3cr3t");
    assertThat(store().replace(found(), ENTRIES).toString())
        .contains("patch of Secret", text)
        .doesNotContain("s3cr3t");
  }

  @Test
  void aNamespaceThatIsNotThereIsNamed() {
    server.expect().post().withPath(SECRETS).andReturn(404, status(404)).once();

    assertThat(store().create(ENTRIES))
        .isEqualTo(new WriteAnswer.Unavailable("there is no namespace pullable"));
  }

  @Test
  void aServerThatIsAwayIsUnavailable() {
    SecretAuthorityStore store = store();
    server.shutdown();

    assertThat(store.read()).isInstanceOf(ReadAnswer.Unavailable.class);
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretAuthorityStore(client, "pullable", "../other"));
  }

  private SecretAuthorityStore store() {
    return new SecretAuthorityStore(client, "pullable", "pullable-ca");
  }

  private static ReadAnswer.Found found() {
    return new ReadAnswer.Found(new AuthorityEntries(Map.of()), "7");
  }

  private JsonNode lastBody() throws Exception {
    return new ObjectMapper().readTree(server.getLastRequest().getBody().readUtf8());
  }

  private static Secret secret(String version, String key, String value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("pullable-ca")
        .withResourceVersion(version)
        .endMetadata()
        .addToData(key, base64(value))
        .build();
  }

  private static Object status(int code) {
    return new StatusBuilder().withCode(code).withMessage("quoted: s3cr3t").build();
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }
}
