package dev.pullable.workload;

import dev.pullable.platform.Placement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way from a Kubernetes object to the images that it will pull. Every member may be missing,
/// as it may in an object that no API server has seen.
public final class WorkloadReader {
  static final String EPHEMERAL_CONTAINERS = "EphemeralContainers";

  private static final Set<String> DAEMONS = Set.of("DaemonSet", "DaemonSet.apps.kruise.io");
  private static final String TEMPLATE = "spec.template.spec";
  private static final String JOB_TEMPLATE = "spec.jobTemplate." + TEMPLATE;

  private final ImageReader images;
  private final Optional<PodTemplates> templates;

  /// A reader that leaves out images that some other admission plugin replaces later.
  ///
  /// @param placeholders the image strings, such as `auto`, that name no image
  public WorkloadReader(Set<String> placeholders) {
    images = new ImageReader(placeholders);
    templates = Optional.empty();
  }

  /// One that also reads kinds which are not Kubernetes' own; see [#readAll]. Some it knows, such
  /// as Rollouts of Argo and Services of Knative.
  ///
  /// @param podTemplates where further kinds have their Pod template or Pod spec: by `Kind.group`,
  ///   or `Kind` whatever its group, a path such as `spec.template` or `spec.jobs[*].template`
  /// @throws IllegalArgumentException if a path is none
  public WorkloadReader(Set<String> placeholders, Map<String, String> podTemplates) {
    images = new ImageReader(placeholders);
    templates = Optional.of(new PodTemplates(podTemplates));
  }

  /// The workloads that an object is: one for each Pod template, so that of a kind that is not
  /// Kubernetes' own there may be several, and none for a kind that pulls nothing.
  ///
  /// @param namespace the namespace whose secrets count, whatever the object says of itself
  /// @throws UnreadableTemplateException if a Pod template of such a kind is none
  public List<Workload> readAll(@Nullable KubernetesResource object, String namespace)
      throws UnreadableTemplateException {
    Optional<Workload> own = read(object, namespace);
    if (own.isPresent()
        || templates.isEmpty()
        || !(object instanceof GenericKubernetesResource other)) {
      return own.stream().toList();
    }
    // With its group: kubectl's commands for a StatefulSet do not know somebody else's.
    String kind = PodTemplates.fullKind(other);
    return templates.get().of(other).stream()
        .map(it -> read(kind, other, namespace, it.path(), Optional.of(it.spec())))
        .toList();
  }

  /// The workload that an object is, or empty for a kind that pulls nothing.
  ///
  /// @param namespace the namespace whose secrets count, whatever the object says of itself
  public Optional<Workload> read(@Nullable KubernetesResource object, String namespace) {
    return Optional.ofNullable(
        switch (object) {
          case null -> null;
          case Pod it -> read("Pod", it, namespace, "spec", Optional.ofNullable(it.getSpec()));
          case PodTemplate it ->
              read(
                  "PodTemplate",
                  it,
                  namespace,
                  "template.spec",
                  spec(it, PodTemplate::getTemplate));
          case ReplicationController it ->
              read(
                  "ReplicationController",
                  it,
                  namespace,
                  TEMPLATE,
                  spec(it.getSpec(), ReplicationControllerSpec::getTemplate));
          case Deployment it ->
              read(
                  "Deployment",
                  it,
                  namespace,
                  TEMPLATE,
                  spec(it.getSpec(), DeploymentSpec::getTemplate));
          case ReplicaSet it ->
              read(
                  "ReplicaSet",
                  it,
                  namespace,
                  TEMPLATE,
                  spec(it.getSpec(), ReplicaSetSpec::getTemplate));
          case StatefulSet it ->
              read(
                  "StatefulSet",
                  it,
                  namespace,
                  TEMPLATE,
                  spec(it.getSpec(), StatefulSetSpec::getTemplate));
          case DaemonSet it ->
              read(
                  "DaemonSet",
                  it,
                  namespace,
                  TEMPLATE,
                  spec(it.getSpec(), DaemonSetSpec::getTemplate));
          case Job it ->
              read("Job", it, namespace, TEMPLATE, spec(it.getSpec(), JobSpec::getTemplate));
          case CronJob it -> read("CronJob", it, namespace, JOB_TEMPLATE, cronJob(it));
          case io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob it ->
              read("CronJob", it, namespace, JOB_TEMPLATE, cronJob(it));
          case GenericKubernetesResource it when EPHEMERAL_CONTAINERS.equals(it.getKind()) ->
              ephemeralContainers(it, namespace);
          default -> null;
        });
  }

  private Workload read(
      String kind, HasMetadata object, String namespace, String path, Optional<PodSpec> written) {
    PodSpec spec = written.orElseGet(PodSpec::new);
    return new Workload(
        kind,
        name(object.getMetadata()),
        namespace,
        !kind.equals("Pod"),
        serviceAccountName(spec),
        imagePullSecrets(spec),
        DAEMONS.contains(kind) ? PlacementReader.daemon(spec) : PlacementReader.read(spec),
        images.read(path, spec),
        TargetReader.read(kind, object.getMetadata()));
  }

  private Workload ephemeralContainers(GenericKubernetesResource object, String namespace) {
    return new Workload(
        EPHEMERAL_CONTAINERS,
        name(object.getMetadata()),
        namespace,
        false,
        "",
        List.of(),
        Placement.ANYWHERE,
        images.readEphemeral(object.getAdditionalProperties()));
  }

  private static <T> Optional<PodSpec> spec(
      @Nullable T owner, Function<T, @Nullable PodTemplateSpec> template) {
    return Optional.ofNullable(owner).map(template).map(PodTemplateSpec::getSpec);
  }

  private static Optional<PodSpec> cronJob(CronJob object) {
    return Optional.ofNullable(object.getSpec())
        .map(CronJobSpec::getJobTemplate)
        .map(JobTemplateSpec::getSpec)
        .flatMap(job -> spec(job, JobSpec::getTemplate));
  }

  private static Optional<PodSpec> cronJob(
      io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob object) {
    return Optional.ofNullable(object.getSpec())
        .map(io.fabric8.kubernetes.api.model.batch.v1beta1.CronJobSpec::getJobTemplate)
        .map(io.fabric8.kubernetes.api.model.batch.v1beta1.JobTemplateSpec::getSpec)
        .flatMap(job -> spec(job, JobSpec::getTemplate));
  }

  private static String name(@Nullable ObjectMeta metadata) {
    if (metadata == null) {
      return "";
    }
    String name = Text.of(metadata.getName());
    return name.isEmpty() ? Text.of(metadata.getGenerateName()) : name;
  }

  private static String serviceAccountName(PodSpec spec) {
    String name = Text.of(spec.getServiceAccountName());
    // The deprecated alias (pkg/apis/core/v1/conversion.go).
    return name.isEmpty() ? Text.of(spec.getServiceAccount()) : name;
  }

  private static List<String> imagePullSecrets(PodSpec spec) {
    return Objects.requireNonNullElse(
            spec.getImagePullSecrets(), List.<@Nullable LocalObjectReference>of())
        .stream()
        .map(reference -> reference == null ? "" : Text.of(reference.getName()))
        .toList();
  }
}
