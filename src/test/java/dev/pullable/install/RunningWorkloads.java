package dev.pullable.install;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1beta1.CronJobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Five thousand Pods of five hundred images in twenty namespaces, of owners of several kinds. They
/// stay Pending, as there is no kubelet.
final class RunningWorkloads implements AutoCloseable {
  static final int NAMESPACES = 20;
  static final int PODS = 5_000;

  private static final int DEPLOYED = 5;
  private static final int OF_JOB = 2;
  private static final int BARE = 5;
  private static final int OWNERS = 24;
  private static final int IN_NAMESPACE = PODS / NAMESPACES;

  /// Deployment, DaemonSet, CronJob, bare Pods and others.
  private static final int WORKLOADS = 3 + BARE + OWNERS;

  private static final Duration PATIENCE = Duration.ofSeconds(240);

  private final KubernetesClient client;
  private final IntFunction<String> images;
  private final ExecutorService threads = Executors.newFixedThreadPool(12);
  private final List<Future<?>> made = new ArrayList<>();

  /// @param images the image of a workload, by its number
  RunningWorkloads(KubernetesClient client, IntFunction<String> images) {
    this.client = client;
    this.images = images;
  }

  static String namespace(int i) {
    return "audit-" + i;
  }

  /// Makes them all, and returns when they are there.
  void create(String dockerConfig) throws InterruptedException, ExecutionException {
    IntStream.range(0, NAMESPACES).forEach(i -> begin(namespace(i), dockerConfig));
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = namespace(i);
      await("the ServiceAccount of " + namespace)
          .atMost(PATIENCE)
          .until(() ->
              client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
      fill(namespace, i * WORKLOADS);
    }
    for (Future<?> each : made) {
      each.get();
    }
    await("the Pods of controllers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> pods() == PODS);
  }

  private void begin(String namespace, String dockerConfig) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    client
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("regcred")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .withStringData(Map.of(".dockerconfigjson", dockerConfig))
                .build())
        .create();
  }

  private long pods() {
    return IntStream.range(0, NAMESPACES).mapToLong(i -> pods(namespace(i))).sum();
  }

  /// One is listed, and the server says how many it left out.
  private long pods(String namespace) {
    PodList one =
        client.pods().inNamespace(namespace).list(new ListOptionsBuilder().withLimit(1L).build());
    Long more = one.getMetadata().getRemainingItemCount();
    return one.getItems().size() + (more == null ? 0 : more);
  }

  private void fill(String namespace, int first) {
    deployment(namespace, images.apply(first));
    daemonSet(namespace, images.apply(first + 1));
    cronJob(namespace, images.apply(first + 2));
    for (int i = 0; i < BARE; i++) {
      pod(namespace, "bare-" + i, images.apply(first + 3 + i), List.of());
    }
    int others = IN_NAMESPACE - DEPLOYED - 1 - OF_JOB - BARE;
    for (int owner = 0; owner < OWNERS; owner++) {
      int mine = others / OWNERS + (owner < others % OWNERS ? 1 : 0);
      List<OwnerReference> references = List.of(custom(namespace, "own-" + owner));
      for (int i = 0; i < mine; i++) {
        String name = "own-%d-%d".formatted(owner, i);
        pod(namespace, name, images.apply(first + 3 + BARE + owner), references);
      }
    }
  }

  /// An owner of a kind that Pullable does not know.
  private OwnerReference custom(String namespace, String name) {
    return controlledBy(
        client
            .configMaps()
            .inNamespace(namespace)
            .resource(new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build())
            .create());
  }

  private static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private void pod(String namespace, String name, String image, List<OwnerReference> owners) {
    made.add(
        threads.submit(() ->
            client
                .pods()
                .inNamespace(namespace)
                .resource(
                    new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withOwnerReferences(owners)
                        .endMetadata()
                        .withSpec(spec(image))
                        .build())
                .create()));
  }

  private static PodSpec spec(String image) {
    return new PodSpecBuilder()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .addNewImagePullSecret("regcred")
        .build();
  }

  private void deployment(String namespace, String image) {
    Map<String, String> labels = Map.of("app", "web");
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withReplicas(DEPLOYED)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(spec(image))
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private void daemonSet(String namespace, String image) {
    Map<String, String> labels = Map.of("app", "agent");
    client
        .apps()
        .daemonSets()
        .inNamespace(namespace)
        .resource(
            new DaemonSetBuilder()
                .withNewMetadata()
                .withName("agent")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(tolerant(spec(image)))
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /// No kubelet tells of the Node, which is therefore tainted.
  private static PodSpec tolerant(PodSpec spec) {
    return new PodSpecBuilder(spec)
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .build();
  }

  /// One that is due in a year, with a Job of it that runs.
  private void cronJob(String namespace, String image) {
    PodSpec spec = new PodSpecBuilder(spec(image)).withRestartPolicy("Never").build();
    HasMetadata cronJob =
        client
            .batch()
            .v1beta1()
            .cronjobs()
            .inNamespace(namespace)
            .resource(
                new CronJobBuilder()
                    .withNewMetadata()
                    .withName("nightly")
                    .endMetadata()
                    .withNewSpec()
                    .withSchedule("0 0 1 1 *")
                    .withNewJobTemplate()
                    .withNewSpec()
                    .withNewTemplate()
                    .withSpec(spec)
                    .endTemplate()
                    .endSpec()
                    .endJobTemplate()
                    .endSpec()
                    .build())
            .create();
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName("nightly-1")
                .withOwnerReferences(controlledBy(cronJob))
                .endMetadata()
                .withNewSpec()
                .withParallelism(OF_JOB)
                .withNewTemplate()
                .withSpec(spec)
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /// Removes them all. The Pods have no kubelet that would confirm their end.
  @Override
  public void close() {
    threads.shutdownNow();
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = namespace(i);
      client.apps().deployments().inNamespace(namespace).delete();
      client.apps().daemonSets().inNamespace(namespace).delete();
      client.batch().v1beta1().cronjobs().inNamespace(namespace).delete();
      client.batch().v1().jobs().inNamespace(namespace).delete();
      client.pods().inNamespace(namespace).withGracePeriod(0).delete();
      client.namespaces().withName(namespace).delete();
    }
    await("their end")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(() ->
            IntStream.range(0, NAMESPACES)
                .allMatch(i -> client.namespaces().withName(namespace(i)).get() == null));
  }
}
