package dev.pullable.cluster;

import dev.pullable.audit.Pages;
import dev.pullable.audit.RunningObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What runs, listed in pages through the fabric8 client. Needs the verb `list` on Pods and
/// CronJobs, and `get` on ReplicaSets and Jobs.
public final class ClusterRunningObjects implements RunningObjects {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// Of a page, with the look-ups of what made its Pods.
  private static final Duration LIMIT_OF_PAGE = Duration.ofMinutes(5);

  private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

  private static final Kind<CronJob> CRON_JOBS =
      new Kind<>("CronJobs", "apis/batch/v1/", "cronjobs", CronJob.class, "");

  private static final Kind<io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob>
      CRON_JOBS_BEFORE_1_21 =
          new Kind<>(
              "CronJobs",
              "apis/batch/v1beta1/",
              "cronjobs",
              io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob.class,
              "");

  /// What is listed.
  ///
  /// @param group the path of its API group
  private record Kind<T extends HasMetadata>(
      String name, String group, String plural, Class<T> type, String fieldSelector) {

    /// @param namespace empty for all
    String path(String namespace) {
      return group + (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/") + plural;
    }
  }

  private final KubernetesClient client;
  private final PagedList list;
  private final ApiCall api = new ApiCall(LIMIT);
  private final ApiCall pageApi = new ApiCall(LIMIT_OF_PAGE);

  public ClusterRunningObjects(KubernetesClient client) {
    this.client = client;
    this.list = new PagedList(client);
  }

  @Override
  public String pods(Set<String> namespaces, Pages<Pod> pages) {
    return all(new Kind<>("Pods", "api/v1/", "pods", Pod.class, RUNNING), namespaces, pages)
        .problem();
  }

  @Override
  public String cronJobs(Set<String> namespaces, Pages<HasMetadata> pages) {
    Listed listed = all(CRON_JOBS, namespaces, pages);
    return listed.code() == HttpURLConnection.HTTP_NOT_FOUND
        ? all(CRON_JOBS_BEFORE_1_21, namespaces, pages).problem()
        : listed.problem();
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

  private <T extends S, S extends HasMetadata> Listed all(
      Kind<T> kind, Set<String> namespaces, Pages<S> pages) {
    Listed listed = Listed.WHOLE;
    for (int attempt = 1; attempt <= 2; attempt++) {
      pages.begin();
      listed = once(kind, namespaces, pages);
      // The continue token has expired: etcd was compacted meanwhile.
      if (listed.code() != HttpURLConnection.HTTP_GONE) {
        break;
      }
    }
    return listed.problem().isEmpty()
        ? listed
        : new Listed(
            listed.code(),
            "not all %s could be listed: %s".formatted(kind.name(), listed.problem()));
  }

  private <T extends S, S extends HasMetadata> Listed once(
      Kind<T> kind, Set<String> namespaces, Pages<S> pages) {
    for (String namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
      if (!namespace.isEmpty() && !ObjectNames.canExist(namespace, "x")) {
        continue;
      }
      String token = "";
      do {
        Page page = page(kind, namespace, token, pages);
        if (!page.failed().problem().isEmpty()) {
          return page.failed();
        }
        token = page.next();
      } while (!token.isEmpty());
    }
    return Listed.WHOLE;
  }

  private record Page(String next, Listed failed) {}

  private <T extends S, S extends HasMetadata> Page page(
      Kind<T> kind, String namespace, String token, Pages<S> pages) {
    Gate<S> gate = new Gate<>(pages);
    Page page =
        pageApi.answer(
            () -> {
              String path = kind.path(namespace);
              String next = list.page(path, kind.type(), kind.fieldSelector(), token, gate::hand);
              return new Page(next, Listed.WHOLE);
            },
            failure -> new Page("", new Listed(failure.code(), failure.detail())));
    gate.shut();
    return page;
  }

  /// Whoever reads a page may still be at it when nobody waits for it any more.
  private static final class Gate<T extends HasMetadata> {
    private final Pages<T> pages;
    private boolean open = true;

    Gate(Pages<T> pages) {
      this.pages = pages;
    }

    synchronized void hand(T object) {
      if (open) {
        pages.page(List.of(object));
      }
    }

    synchronized void shut() {
      open = false;
    }
  }
}
