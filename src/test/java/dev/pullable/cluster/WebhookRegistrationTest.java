package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.pullable.cluster.WebhookRegistration.State;
import dev.pullable.metrics.WebhookMetrics;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threat A13: the webhook's configuration is deleted or neutered.
@EnableKubernetesMockClient
class WebhookRegistrationTest {
  private static final String PATH =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/pullable";
  private static final Duration OFTEN = Duration.ofMillis(50);

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void aDeletedConfigurationIsInTheMetricWithinAMinute() throws Exception {
    server.expect().get().withPath(PATH).andReturn(200, shipped()).once();
    server.expect().get().withPath(PATH).andReturn(404, "{}").always();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (WebhookRegistration registration =
        new WebhookRegistration(client, "pullable", WebhookRegistration.INTERVAL)) {
      new WebhookMetrics(() -> Optional.of(registration.state() == State.IN_FORCE)).bindTo(meters);
      registration.start();
      await().atMost(Duration.ofSeconds(10)).until(() -> gauge(meters) == 1.0);
      await().atMost(Duration.ofSeconds(60)).until(() -> gauge(meters) == 0.0);
      assertThat(registration.state()).isEqualTo(State.GONE);
    }
  }

  private static double gauge(SimpleMeterRegistry meters) {
    return meters.get("pullable.webhook.in.force").gauge().value();
  }

  @Test
  void whatIsNotKnownIsNoNumber() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    new WebhookMetrics(Optional::empty).bindTo(meters);

    assertThat(gauge(meters)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operations: [CREATE, UPDATE] -> operations: [UPDATE]",
        "resources: [pods, pods/ephemeralcontainers, -> resources: [pods/ephemeralcontainers,",
        "scope: Namespaced -> scope: Cluster",
        "apiGroups: [\"\"] -> apiGroups: [none]",
        "failurePolicy: -> objectSelector: {matchLabels: {check: me}}\n    failurePolicy:",
        "failurePolicy: -> objectSelector: {matchExpressions: [{key: a, operator: Exists}]}\n"
            + "    failurePolicy:",
        "failurePolicy: -> matchConditions: [{name: never, expression: ' false '}]\n"
            + "    failurePolicy:",
      })
  void aConfigurationThatAsksAboutNoPodIsNeutered(String change) throws Exception {
    String[] fromTo = change.split(" -> ", 2);
    String text = text();
    assertThat(text).contains(fromTo[0]);

    assertThat(seen(parsed(text.replace(fromTo[0], fromTo[1])))).isEqualTo(State.NEUTERED);
  }

  @Test
  void noWebhookAtAllIsNeuteredToo() throws Exception {
    ValidatingWebhookConfiguration emptied = shipped();
    emptied.setWebhooks(java.util.List.of());

    assertThat(seen(emptied)).isEqualTo(State.NEUTERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failurePolicy: Ignore -> failurePolicy: Fail",
        "resources: [pods, -> resources: [\"*\",",
        "operations: [CREATE, UPDATE] -> operations: [\"*\"]",
        "failurePolicy: -> objectSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}\n"
            + "    failurePolicy:",
        "failurePolicy: -> matchConditions: [{name: some, expression: 'has(object.spec)'}]\n"
            + "    failurePolicy:",
      })
  void whatAnOperatorMayWellChangeIsInForce(String change) throws Exception {
    String[] fromTo = change.split(" -> ", 2);

    assertThat(seen(parsed(text().replace(fromTo[0], fromTo[1])))).isEqualTo(State.IN_FORCE);
  }

  @Test
  void anApiServerThatRefusesIsNoLoss() {
    server
        .expect()
        .get()
        .withPath(PATH)
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build())
        .always();
    try (WebhookRegistration registration = new WebhookRegistration(client, "pullable", OFTEN)) {
      registration.start();
      await().atMost(Duration.ofSeconds(10)).until(() -> server.getRequestCount() > 2);
      assertThat(registration.state()).isEqualTo(State.UNKNOWN);
    }
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookRegistration(client, "../x", OFTEN));
  }

  private State seen(ValidatingWebhookConfiguration configuration) {
    server.expect().get().withPath(PATH).andReturn(200, configuration).always();
    try (WebhookRegistration registration = new WebhookRegistration(client, "pullable", OFTEN)) {
      registration.start();
      await().atMost(Duration.ofSeconds(10)).until(() -> registration.state() != State.UNKNOWN);
      return registration.state();
    }
  }

  private static ValidatingWebhookConfiguration shipped() throws IOException {
    return parsed(text());
  }

  private static ValidatingWebhookConfiguration parsed(String yaml) {
    return Serialization.unmarshal(yaml, ValidatingWebhookConfiguration.class);
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("manifests", "base", "ValidatingWebhookConfiguration.yaml"));
  }
}
