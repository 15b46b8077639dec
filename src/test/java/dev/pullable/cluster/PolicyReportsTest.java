package dev.pullable.cluster;

import static dev.pullable.audit.Reports.audited;
import static dev.pullable.audit.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.audit.Outcome;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PolicyReportsTest {
  private static final CustomResourceDefinitionContext TYPE =
      new CustomResourceDefinitionContext.Builder()
          .withGroup("wgpolicyk8s.io")
          .withVersion("v1alpha2")
          .withKind("PolicyReport")
          .withPlural("policyreports")
          .withScope("Namespaced")
          .build();

  private KubernetesMockServer server;
  private KubernetesClient client;
  private PolicyReports reports;

  @BeforeEach
  void install() {
    server.expectCustomResource(TYPE);
    reports = new PolicyReports(client);
  }

  @Test
  void aNamespaceWithFindingsHasOne() {
    reports.finished(audited("", finding("shop", "web", Outcome.UNPULLABLE)));

    assertThat(all())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getMetadata().getName()).isEqualTo("pullable-audit");
          Integer fail = it.get("summary", "fail");
          assertThat(fail).isEqualTo(1);
        });
  }

  @Test
  void whatSaysTheSameIsNotWrittenAgain() {
    reports.finished(audited("", finding("shop", "web", Outcome.UNPULLABLE)));
    String before = all().getFirst().getMetadata().getResourceVersion();

    reports.finished(audited("", finding("shop", "web", Outcome.UNPULLABLE)));
    assertThat(all().getFirst().getMetadata().getResourceVersion()).isEqualTo(before);

    reports.finished(audited("", finding("shop", "other", Outcome.UNPULLABLE)));
    assertThat(all().getFirst().getMetadata().getResourceVersion()).isNotEqualTo(before);
    assertThat(all()).hasSize(1);
    List<Map<String, Object>> results = all().getFirst().get("results");
    // The mock server appends to lists, which a merge patch replaces (RFC 7386).
    assertThat(results.getLast().get("resources").toString()).contains("name=other");
  }

  @Test
  void whatIsOverIsDeletedOnceEverythingWasLookedAt() {
    reports.finished(audited("", finding("shop", "web", Outcome.UNPULLABLE)));

    reports.finished(audited("something is missing"));
    assertThat(all()).hasSize(1);

    reports.finished(audited(""));
    assertThat(all()).isEmpty();
  }

  @Test
  void othersReportsAreLeftAlone() {
    GenericKubernetesResource other = new GenericKubernetesResource();
    other.setApiVersion("wgpolicyk8s.io/v1alpha2");
    other.setKind("PolicyReport");
    other.setMetadata(
        new ObjectMetaBuilder().withName("pullable-audit").withNamespace("shop").build());
    client.genericKubernetesResources(TYPE).inNamespace("shop").resource(other).create();

    reports.finished(audited(""));

    assertThat(all()).hasSize(1);
  }

  private List<GenericKubernetesResource> all() {
    return client.genericKubernetesResources(TYPE).inAnyNamespace().list().getItems();
  }
}
