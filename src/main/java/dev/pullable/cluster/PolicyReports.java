package dev.pullable.cluster;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.AuditListener;
import dev.pullable.audit.AuditReport;
import dev.pullable.audit.Audited;
import dev.pullable.audit.NamespaceSummary;
import dev.pullable.audit.Owner;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PolicyReports of `wgpolicyk8s.io/v1alpha2` where that is installed: one a namespace with
/// findings, written only when it says something else. Needs `list` and `create` on them, and
/// `patch` and `delete` on those named `pullable-audit`.
public final class PolicyReports implements AuditListener {
  private static final Logger log = LoggerFactory.getLogger(PolicyReports.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// Each may be of a megabyte.
  private static final long PAGE = 10;

  private static final int MOST_FAILURES = 10;

  private static final ResourceDefinitionContext TYPE =
      new ResourceDefinitionContext.Builder()
          .withGroup("wgpolicyk8s.io")
          .withVersion("v1alpha2")
          .withKind(PolicyReport.KIND)
          .withPlural("policyreports")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final ApiCall api = new ApiCall(LIMIT);

  public PolicyReports(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void finished(Audited audited) {
    boolean installed =
        api.answer(() -> client.supports(PolicyReport.API_VERSION, PolicyReport.KIND), _ -> false);
    Map<String, String> written = installed ? written() : null;
    if (written == null) {
      return;
    }
    AuditReport report = audited.report();
    Map<String, List<AuditFinding>> findings =
        report.findings().stream().collect(Collectors.groupingBy(AuditFinding::namespace));
    Function<Owner.Name, Owner> owners =
        name -> Objects.requireNonNullElse(audited.owners().get(name), new Owner(name, "", "", ""));
    int failures = 0;
    for (NamespaceSummary summary : report.namespaces()) {
      List<AuditFinding> own = findings.getOrDefault(summary.namespace(), List.of());
      if (!own.isEmpty() && failures < MOST_FAILURES) {
        PolicyReport wanted = PolicyReport.of(summary, own, owners, report.finished());
        failures += write(wanted, written.get(summary.namespace())) ? 0 : 1;
      }
    }
    // What was not looked at may have its findings still.
    if (report.incomplete().isEmpty() && report.omitted() == 0) {
      Set<String> over = new HashSet<>(written.keySet());
      over.removeAll(findings.keySet());
      over.forEach(this::delete);
    }
  }

  /// The digests of those that are there, by namespace; null where they cannot be listed.
  private @Nullable Map<String, String> written() {
    Map<String, String> written = new HashMap<>();
    String token = "";
    do {
      String from = token;
      GenericKubernetesResourceList page =
          api.<Optional<GenericKubernetesResourceList>>answer(
                  () ->
                      Optional.of(
                          all()
                              .inAnyNamespace()
                              .list(
                                  new ListOptionsBuilder()
                                      .withLabelSelector("app.kubernetes.io/managed-by=pullable")
                                      .withLimit(PAGE)
                                      .withContinue(from.isEmpty() ? null : from)
                                      .build())),
                  failure -> {
                    log.warn("PolicyReports are not written: {}", failure.detail());
                    return Optional.empty();
                  })
              .orElse(null);
      if (page == null) {
        return null;
      }
      page.getItems().stream()
          .filter(it -> PolicyReport.NAME.equals(it.getMetadata().getName()))
          .forEach(it -> written.put(it.getMetadata().getNamespace(), digest(it)));
      token = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
    } while (!token.isEmpty());
    return written;
  }

  private static String digest(GenericKubernetesResource report) {
    Map<String, String> annotations = report.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(PolicyReport.DIGEST, "");
  }

  /// @param written the digest of the one that is there; null if there is none
  private boolean write(PolicyReport wanted, @Nullable String written) {
    if (wanted.digest().equals(written)) {
      return true;
    }
    String json = client.getKubernetesSerialization().asJson(wanted.object());
    return api.answer(
        () -> {
          if (written == null) {
            var _ = all().inNamespace(wanted.namespace()).resource(object(json)).create();
          } else {
            var _ = named(wanted.namespace()).patch(PatchContext.of(PatchType.JSON_MERGE), json);
          }
          return true;
        },
        failure -> {
          log.warn("a PolicyReport was not written: {}", failure.detail());
          return false;
        });
  }

  private void delete(String namespace) {
    boolean gone = api.answer(() -> named(namespace).delete() != null, _ -> false);
    if (!gone) {
      log.warn("a PolicyReport that is over was not deleted");
    }
  }

  private GenericKubernetesResource object(String json) {
    return client.getKubernetesSerialization().unmarshal(json, GenericKubernetesResource.class);
  }

  /// Given an object, the client does not read it before it is patched.
  private Resource<GenericKubernetesResource> named(String namespace) {
    return all()
        .inNamespace(namespace)
        .resource(
            object(
                client
                    .getKubernetesSerialization()
                    .asJson(
                        Map.of(
                            "apiVersion",
                            PolicyReport.API_VERSION,
                            "kind",
                            PolicyReport.KIND,
                            "metadata",
                            Map.of("namespace", namespace, "name", PolicyReport.NAME)))));
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all() {
    return client.genericKubernetesResources(TYPE);
  }
}
