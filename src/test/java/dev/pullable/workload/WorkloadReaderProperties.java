package dev.pullable.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class WorkloadReaderProperties {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private record Planted(PodSpec spec, List<String> images) {}

  @Property(tries = 10_000)
  void everyPlantedImageIsFoundWhereItIsSaidToBe(
      @ForAll("planted") Planted planted, @ForAll("owners") String owner) {
    KubernetesResource object = object(owner, planted.spec());

    Workload workload = new WorkloadReader(Set.of()).read(object, "team").orElseThrow();

    assertThat(workload.images())
        .extracting(ContainerImage::image)
        .containsExactlyInAnyOrderElementsOf(planted.images());
    Map<?, ?> tree = JSON.convertValue(object, Map.class);
    for (ContainerImage image : workload.images()) {
      assertThat(at(tree, image.fieldPath())).isEqualTo(image.image());
    }
  }

  @Provide
  Arbitrary<String> owners() {
    return Arbitraries.of(
        "Pod",
        "PodTemplate",
        "ReplicationController",
        "Deployment",
        "ReplicaSet",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob");
  }

  /// Images are any strings, also empty ones, which must not be found.
  @Provide
  Arbitrary<Planted> planted() {
    Arbitrary<List<String>> images =
        Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.strings().ofMinLength(1).ofMaxLength(20)),
                Tuple.of(1, Arbitraries.just("")))
            .list()
            .ofMaxSize(4);
    return Combinators.combine(images, images, images, images)
        .as(WorkloadReaderProperties::planted);
  }

  private static Planted planted(
      List<String> init, List<String> main, List<String> ephemeral, List<String> volumes) {
    PodSpec spec = new PodSpec();
    spec.setInitContainers(init.stream().map(WorkloadReaderProperties::container).toList());
    spec.setContainers(main.stream().map(WorkloadReaderProperties::container).toList());
    spec.setEphemeralContainers(
        ephemeral.stream()
            .map(image -> {
              EphemeralContainer container = new EphemeralContainer();
              container.setImage(image);
              return container;
            })
            .toList());
    spec.setVolumes(
        volumes.stream()
            .map(image -> {
              Volume volume = new Volume();
              volume.setImage(new ImageVolumeSource(null, image));
              return volume;
            })
            .toList());
    List<String> all = new ArrayList<>();
    List.of(init, main, ephemeral, volumes).forEach(all::addAll);
    all.removeIf(String::isEmpty);
    return new Planted(spec, all);
  }

  private static Container container(String image) {
    Container container = new Container();
    container.setImage(image);
    return container;
  }

  private static KubernetesResource object(String owner, PodSpec spec) {
    PodTemplateSpec template = new PodTemplateSpec();
    template.setSpec(spec);
    return switch (owner) {
      case "Pod" -> new PodBuilder().withSpec(spec).build();
      case "PodTemplate" -> new PodTemplateBuilder().withTemplate(template).build();
      case "ReplicationController" ->
          new ReplicationControllerBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "Deployment" ->
          new DeploymentBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "ReplicaSet" ->
          new ReplicaSetBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "StatefulSet" ->
          new StatefulSetBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "DaemonSet" ->
          new DaemonSetBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "Job" -> new JobBuilder().withNewSpec().withTemplate(template).endSpec().build();
      case "CronJob" ->
          new CronJobBuilder()
              .withNewSpec()
              .withNewJobTemplate()
              .withNewSpec()
              .withTemplate(template)
              .endSpec()
              .endJobTemplate()
              .endSpec()
              .build();
      default -> throw new IllegalArgumentException(owner);
    };
  }

  private static Object at(Object tree, String path) {
    Object value = tree;
    for (String step : path.split("\\.")) {
      int bracket = step.indexOf('[');
      value = ((Map<?, ?>) value).get(bracket < 0 ? step : step.substring(0, bracket));
      if (bracket >= 0) {
        int index = Integer.parseInt(step.substring(bracket + 1, step.length() - 1));
        value = ((List<?>) value).get(index);
      }
    }
    return value;
  }
}
