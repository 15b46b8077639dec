package dev.pullable.cluster;

import dev.pullable.audit.Pages;
import dev.pullable.audit.RunningObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What runs, listed in pages through the fabric8 client. Needs the verb `list` on Pods and
/// CronJobs, and `get` on ReplicaSets and Jobs.
public final class ClusterRunningObjects implements RunningObjects {
  private static final long PAGE = 500;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

  private final KubernetesClient client;
  private final ApiCall api = new ApiCall(LIMIT);

  public ClusterRunningObjects(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public String pods(Set<String> namespaces, Pages<Pod> pages) {
    return all("Pods", namespaces, Pod.class, RUNNING, pages).problem();
  }

  @Override
  public String cronJobs(Set<String> namespaces, Pages<HasMetadata> pages) {
    Listed listed = all("CronJobs", namespaces, CronJob.class, "", pages);
    if (listed.code() != HttpURLConnection.HTTP_NOT_FOUND) {
      return listed.problem();
    }
    // Before Kubernetes 1.21.
    return all(
            "CronJobs",
            namespaces,
            io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob.class,
            "",
            pages)
        .problem();
  }

  @Override
  public Optional<OwnerReference> controllerOf(String kind, String namespace, String name) {
    Class<? extends HasMetadata> type = kind.equals("Job") ? Job.class : ReplicaSet.class;
    if (!ObjectNames.canExist(namespace, name)) {
      return Optional.empty();
    }
    return api.answer(
        () -> controller(client.resources(type).inNamespace(namespace).withName(name).get()),
        _ -> Optional.empty());
  }

  private static Optional<OwnerReference> controller(@Nullable HasMetadata object) {
    return object == null || object.getMetadata().getOwnerReferences() == null
        ? Optional.empty()
        : object.getMetadata().getOwnerReferences().stream()
            .filter(Objects::nonNull)
            .filter(it -> Boolean.TRUE.equals(it.getController()))
            .findFirst();
  }

  /// What became of a list.
  ///
  /// @param code the HTTP status if it failed, or 0
  /// @param problem empty if it is whole
  private record Listed(int code, String problem) {
    static final Listed WHOLE = new Listed(0, "");
  }

  /// A list of several parts may be told of in several; a namespace that is not there has nothing.
  private <T extends HasMetadata> Listed all(
      String what,
      Set<String> namespaces,
      Class<T> type,
      String fieldSelector,
      Pages<? super T> pages) {
    Listed listed = Listed.WHOLE;
    for (int attempt = 1; attempt <= 2; attempt++) {
      pages.begin();
      listed = once(namespaces, type, fieldSelector, pages);
      // The continue token has expired: etcd was compacted meanwhile.
      if (listed.code() != HttpURLConnection.HTTP_GONE) {
        break;
      }
    }
    return listed.problem().isEmpty()
        ? listed
        : new Listed(
            listed.code(), "not all %s could be listed: %s".formatted(what, listed.problem()));
  }

  private <T extends HasMetadata> Listed once(
      Set<String> namespaces, Class<T> type, String fieldSelector, Pages<? super T> pages) {
    List<String> scopes = new ArrayList<>(namespaces.isEmpty() ? Set.of("") : namespaces);
    for (String namespace : scopes) {
      String token = "";
      do {
        Page<T> page = page(namespace, type, fieldSelector, token);
        if (!page.failed().equals(Listed.WHOLE)) {
          return page.failed();
        }
        hand(page.objects(), pages);
        token = page.token();
      } while (!token.isEmpty());
    }
    return Listed.WHOLE;
  }

  private static <T extends HasMetadata> void hand(List<T> objects, Pages<? super T> pages) {
    @SuppressWarnings("unchecked") // Whoever takes any T takes lists of them, and does not add any.
    Pages<T> taker = (Pages<T>) pages;
    taker.page(objects);
  }

  private record Page<T>(List<T> objects, String token, Listed failed) {}

  private <T extends HasMetadata> Page<T> page(
      String namespace, Class<T> type, String fieldSelector, String token) {
    ListOptions options =
        new ListOptionsBuilder()
            .withLimit(PAGE)
            .withContinue(token.isEmpty() ? null : token)
            .withFieldSelector(fieldSelector.isEmpty() ? null : fieldSelector)
            .build();
    return api.answer(
        () -> {
          KubernetesResourceList<T> list =
              namespace.isEmpty()
                  ? client.resources(type).inAnyNamespace().list(options)
                  : client.resources(type).inNamespace(namespace).list(options);
          return new Page<>(
              list.getItems(),
              Objects.requireNonNullElse(list.getMetadata().getContinue(), ""),
              Listed.WHOLE);
        },
        failure -> new Page<>(List.of(), "", new Listed(failure.code(), failure.detail())));
  }
}
