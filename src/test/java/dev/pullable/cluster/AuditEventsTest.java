package dev.pullable.cluster;

import static dev.pullable.audit.Reports.audited;
import static dev.pullable.audit.Reports.finding;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.Outcome;
import dev.pullable.audit.Owner;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class AuditEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

  private KubernetesClient client;

  @Test
  void aFindingOfTwoPassesIsOneEventThatIsCountedUp() {
    AuditEvents events = new AuditEvents(client);
    AuditFinding finding = finding("shop", "web", Outcome.UNPULLABLE);

    events.finished(audited("", finding));
    assertThat(all()).singleElement().extracting(Event::getCount).isEqualTo(1);
    events.finished(audited("", finding));

    assertThat(all())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getCount()).isEqualTo(2);
          assertThat(it.getReason()).isEqualTo("TagNotFound");
          assertThat(it.getType()).isEqualTo("Warning");
          assertThat(it.getInvolvedObject().getName()).isEqualTo("web");
          assertThat(it.getFirstTimestamp()).isEqualTo("2026-01-01T00:10:00Z");
        });
  }

  @Test
  void doubtAndConcernsHaveNone() {
    new AuditEvents(client)
        .finished(
            audited(
                "",
                finding("shop", "web", Outcome.DOUBT),
                finding("shop", "web", Outcome.CONCERN)));

    assertThat(all()).isEmpty();
  }

  @Test
  void onePassHasABoundedNumberOfThem() {
    AuditFinding[] many =
        IntStream.range(0, 7)
            .mapToObj(i -> finding("shop", "web-" + i, Outcome.UNPULLABLE))
            .toArray(AuditFinding[]::new);

    new AuditEvents(client, 5).finished(audited("", many));

    assertThat(all()).hasSize(5);
  }

  @Test
  void namesFollowFromOwnerImageAndReasonAlone() {
    AuditFinding web = finding("shop", "web", Outcome.UNPULLABLE);

    assertThat(AuditEvent.name(web))
        .isEqualTo(AuditEvent.name(finding("shop", "web", Outcome.DOUBT, "otherwise put")))
        .isNotEqualTo(AuditEvent.name(finding("shop", "other", Outcome.UNPULLABLE)))
        .matches("pullable-audit\\.[0-9a-f]{16}");
  }

  @Test
  void aMessageHasNoMoreThanAnApiServerTakes() {
    AuditFinding finding = finding("shop", "web", Outcome.UNPULLABLE, "ü😀".repeat(2_000));
    Owner owner = new Owner(new Owner.Name("shop", "Deployment", "web"), "apps/v1", "", "");

    String message = AuditEvent.of(finding, owner, NOW).getMessage();

    assertThat(message.getBytes(UTF_8).length).isBetween(1_000, 1_024);
    assertThat(message).endsWith("…").doesNotContain("\uFFFD", "?");
  }

  private List<Event> all() {
    return client.v1().events().inNamespace("shop").list().getItems();
  }
}
