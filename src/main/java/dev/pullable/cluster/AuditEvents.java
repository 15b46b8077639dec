package dev.pullable.cluster;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.AuditListener;
import dev.pullable.audit.Audited;
import dev.pullable.audit.Outcome;
import dev.pullable.audit.Owner;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events on the owners of what could not be pulled again. One that is still there from an earlier
/// pass is counted up. Needs `create`, `get` and `patch` on Events.
public final class AuditEvents implements AuditListener {
  private static final Logger log = LoggerFactory.getLogger(AuditEvents.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// In one pass; an API server keeps all Events of an hour in etcd.
  private static final int MOST = 500;

  /// The API server is in trouble, or does not let us.
  private static final int MOST_FAILURES = 10;

  private final KubernetesClient client;
  private final int most;
  private final ApiCall api = new ApiCall(LIMIT);

  public AuditEvents(KubernetesClient client) {
    this(client, MOST);
  }

  /// The same with another bound, for tests.
  AuditEvents(KubernetesClient client, int most) {
    this.client = client;
    this.most = most;
  }

  @Override
  public void finished(Audited audited) {
    Set<String> told = new HashSet<>();
    int failures = 0;
    for (AuditFinding finding : audited.report().findings()) {
      if (told.size() >= most || failures >= MOST_FAILURES) {
        log.warn("not all findings have an Event: {} have, {} failed", told.size(), failures);
        return;
      }
      boolean isNew =
          finding.outcome() == Outcome.UNPULLABLE
              && told.add(finding.namespace() + "/" + AuditEvent.name(finding));
      if (isNew && !tell(finding, owner(audited, finding), audited.report().finished())) {
        failures++;
      }
    }
  }

  private static Owner owner(Audited audited, AuditFinding finding) {
    Owner.Name name = new Owner.Name(finding.namespace(), finding.kind(), finding.name());
    Owner owner = audited.owners().get(name);
    return owner == null ? new Owner(name, "", "", "") : owner;
  }

  private boolean tell(AuditFinding finding, Owner owner, Instant now) {
    Event event = AuditEvent.of(finding, owner, now);
    return api.answer(
        () -> client.v1().events().resource(event).create() != null,
        failure ->
            failure.code() == HttpURLConnection.HTTP_CONFLICT
                // A namespace on its way out takes no Events.
                ? countUp(event)
                : failure.code() == HttpURLConnection.HTTP_NOT_FOUND);
  }

  private boolean countUp(Event event) {
    return api.answer(
        () -> {
          Event known =
              client
                  .v1()
                  .events()
                  .inNamespace(event.getMetadata().getNamespace())
                  .withName(event.getMetadata().getName())
                  .get();
          int count = known == null || known.getCount() == null ? 1 : known.getCount();
          Map<String, Object> patch =
              Map.of(
                  "count", count + 1,
                  "lastTimestamp", event.getLastTimestamp(),
                  "message", event.getMessage());
          named(event)
              .patch(
                  PatchContext.of(PatchType.JSON_MERGE),
                  client.getKubernetesSerialization().asJson(patch));
          return true;
        },
        _ -> false);
  }

  /// Given an object, the client does not read it before it is patched.
  private Resource<Event> named(Event event) {
    return client
        .v1()
        .events()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(event.getMetadata().getNamespace())
                .withName(event.getMetadata().getName())
                .endMetadata()
                .build());
  }
}
