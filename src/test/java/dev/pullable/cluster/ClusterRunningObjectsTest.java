package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.audit.Pages;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1beta1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1beta1.CronJobListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class ClusterRunningObjectsTest {
  private static final String PODS =
      "/api/v1/pods?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed&limit=500";

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final Kept<HasMetadata> kept = new Kept<>();

  private static final class Kept<T extends HasMetadata> implements Pages<T> {
    final List<String> names = new ArrayList<>();
    int beginnings;

    @Override
    public void begin() {
      names.clear();
      beginnings++;
    }

    @Override
    public void page(List<T> objects) {
      objects.forEach(it -> names.add(it.getMetadata().getName()));
    }
  }

  @Test
  void aListIsReadPageByPage() {
    answer(PODS, "next", "a", "b");
    answer(after("next"), "", "c");
    Kept<Pod> pods = new Kept<>();

    assertThat(new ClusterRunningObjects(client).pods(Set.of(), pods)).isEmpty();
    assertThat(pods.names).containsExactly("a", "b", "c");
  }

  @Test
  void aListThatHasExpiredIsReadAnewOnce() {
    answer(PODS, "next", "a");
    expired(1);
    answer(PODS, "next", "a");
    answer(after("next"), "", "b");
    Kept<Pod> pods = new Kept<>();

    assertThat(new ClusterRunningObjects(client).pods(Set.of(), pods)).isEmpty();
    assertThat(pods.names).containsExactly("a", "b");
    assertThat(pods.beginnings).isEqualTo(2);
  }

  @Test
  void aListThatExpiresAgainIsNotWhole() {
    answer(PODS, "next", "a");
    answer(PODS, "next", "a");
    expired(2);
    Kept<Pod> pods = new Kept<>();

    assertThat(new ClusterRunningObjects(client).pods(Set.of(), pods))
        .isEqualTo("not all Pods could be listed: the API server answered HTTP 410");
  }

  @Test
  void whatIsForbiddenIsSaid() {
    server
        .expect()
        .get()
        .withPath(PODS)
        .andReturn(403, new StatusBuilder().withCode(403).build())
        .always();

    assertThat(new ClusterRunningObjects(client).pods(Set.of(), new Kept<>()))
        .isEqualTo("not all Pods could be listed: it is forbidden by the cluster's RBAC");
  }

  @Test
  void cronJobsOfOlderClustersAreReadAsWell() {
    server
        .expect()
        .get()
        .withPath("/apis/batch/v1/cronjobs?limit=500")
        .andReturn(404, new StatusBuilder().withCode(404).build())
        .always();
    server
        .expect()
        .get()
        .withPath("/apis/batch/v1beta1/cronjobs?limit=500")
        .andReturn(
            200,
            new CronJobListBuilder()
                .withMetadata(new ListMetaBuilder().build())
                .addToItems(
                    new CronJobBuilder()
                        .withNewMetadata()
                        .withName("nightly")
                        .endMetadata()
                        .build())
                .build())
        .once();

    assertThat(new ClusterRunningObjects(client).cronJobs(Set.of(), kept)).isEmpty();
    assertThat(kept.names).containsExactly("nightly");
  }

  @Test
  void aListThatIsCutShortIsNotWhole() {
    server.expect().get().withPath(PODS).andReturn(200, "{\"items\": [").always();

    assertThat(new ClusterRunningObjects(client).pods(Set.of(), new Kept<>()))
        .isEqualTo("not all Pods could be listed: the API server could not be asked");
  }

  @Test
  void namespacesAreListedOneByOneAndThoseThatCannotExistAreEmpty() {
    answer(PODS.replace("/v1/pods", "/v1/namespaces/shop/pods"), "", "a");
    Kept<Pod> pods = new Kept<>();

    assertThat(new ClusterRunningObjects(client).pods(Set.of("shop", "../x"), pods)).isEmpty();
    assertThat(pods.names).containsExactly("a");
  }

  @Test
  void aNameThatNobodyCanHaveIsNotLookedFor() {
    ClusterRunningObjects running = new ClusterRunningObjects(client);

    assertThat(running.controllerOf("Job", "shop", "../../secrets/x")).isEmpty();
    assertThat(server.getRequestCount()).isZero();
  }

  private static String after(String token) {
    return "/api/v1/pods?continue=%s&fieldSelector=status.phase%%21%%3DSucceeded%%2Cstatus.phase%%21%%3DFailed&limit=500"
        .formatted(token);
  }

  private void expired(int times) {
    server
        .expect()
        .get()
        .withPath(after("next"))
        .andReturn(410, new StatusBuilder().withCode(410).withReason("Expired").build())
        .times(times);
  }

  private void answer(String path, String next, String... names) {
    List<Pod> pods = new ArrayList<>();
    for (String name : names) {
      pods.add(new PodBuilder().withNewMetadata().withName(name).endMetadata().build());
    }
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(
            200,
            new PodListBuilder()
                .withNewMetadata()
                .withContinue(next.isEmpty() ? null : next)
                .endMetadata()
                .withItems(pods)
                .build())
        .once();
  }
}
