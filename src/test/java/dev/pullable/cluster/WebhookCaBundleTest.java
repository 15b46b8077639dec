package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pullable.tls.CaBundle.Outcome;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class WebhookCaBundleTest {
  private static final String PATH =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/pullable";
  private static final String WANTED = Base64.getEncoder().encodeToString("PEM".getBytes(UTF_8));

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void onlyWhatDiffersIsWrittenToTheWebhookOfThatName() {
    server.expect().get().withPath(PATH).andReturn(200, configuration("", WANTED)).once();
    server.expect().patch().withPath(PATH).andReturn(200, configuration(WANTED, WANTED)).once();

    assertThat(caBundle().publish("PEM")).isEqualTo(new Outcome.Changed());

    var request = lastRequest();
    assertThat(request.getHeader("Content-Type")).startsWith("application/json-patch+json");
    assertThat(request.getBody().readUtf8().replaceAll("\\s", ""))
        .contains("\"/webhooks/0/name\"", "\"images.pullable.dev\"", "\"test\"", "\"add\"")
        .contains("\"/webhooks/0/clientConfig/caBundle\"", "\"" + WANTED + "\"")
        .doesNotContain("/webhooks/1");
  }

  @Test
  void whatIsInPlaceIsNotWritten() {
    server.expect().get().withPath(PATH).andReturn(200, configuration(WANTED, WANTED)).once();

    assertThat(caBundle().publish("PEM")).isEqualTo(new Outcome.InPlace());
    assertThat(lastRequest().getMethod()).isEqualTo("GET");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() {
    server.expect().get().withPath(PATH).andReturn(404, "{}").once();

    assertThat(caBundle().publish("PEM").toString())
        .contains("there is no ValidatingWebhookConfiguration pullable");
  }

  @Test
  void aRefusalIsNamedWithItsRemedy() {
    server.expect().get().withPath(PATH).andReturn(200, configuration("", "")).once();
    server
        .expect()
        .patch()
        .withPath(PATH)
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build())
        .once();

    assertThat(caBundle().publish("PEM").toString())
        .contains("get and patch on validatingwebhookconfigurations with resourceNames [pullable]");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new WebhookCaBundle(client, "a/b"));
  }

  private WebhookCaBundle caBundle() {
    return new WebhookCaBundle(client, "pullable");
  }

  private io.fabric8.mockwebserver.http.RecordedRequest lastRequest() {
    try {
      return server.getLastRequest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String configuration(String first, String second) {
    return """
    {"apiVersion": "admissionregistration.k8s.io/v1",
     "kind": "ValidatingWebhookConfiguration",
     "metadata": {"name": "pullable", "resourceVersion": "3"},
     "webhooks": [
      {"name": "images.pullable.dev", "clientConfig": {"caBundle": "%s", "url": "https://a"}},
      {"name": "other.pullable.dev", "clientConfig": {"caBundle": "%s", "url": "https://b"}}]}
    """
        .formatted(first, second);
  }
}
