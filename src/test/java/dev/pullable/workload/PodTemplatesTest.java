package dev.pullable.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatesTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String SPEC =
      "{serviceAccountName: sa, imagePullSecrets: [{name: regcred}], nodeSelector: {a: b},"
          + " containers: [{name: c, image: 'reg.io/app:1'}],"
          + " volumes: [{name: v, image: {reference: 'reg.io/model:1'}}]}";

  @ParameterizedTest
  @CsvSource({
    "argoproj.io/v1alpha1, Rollout, spec.template.spec",
    "serving.knative.dev/v1, Service, spec.template.spec",
    "serving.knative.dev/v1, Configuration, spec.template.spec",
    "serving.knative.dev/v1, Revision, spec",
    "apps.kruise.io/v1alpha1, CloneSet, spec.template.spec",
    "apps.kruise.io/v1beta1, StatefulSet, spec.template.spec",
    "apps.kruise.io/v1alpha1, DaemonSet, spec.template.spec",
    "apps.openshift.io/v1, DeploymentConfig, spec.template.spec",
  })
  void aKindThatIsKnownGivesItsPodSpec(String apiVersion, String kind, String path)
      throws Exception {
    assertThat(read(object(apiVersion, kind, path), Map.of()))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.kind())
              .isEqualTo(kind + "." + apiVersion.substring(0, apiVersion.indexOf('/')));
          assertThat(it.name()).isEqualTo("it");
          assertThat(it.namespace()).isEqualTo("team");
          assertThat(it.template()).isTrue();
          assertThat(it.serviceAccountName()).isEqualTo("sa");
          assertThat(it.imagePullSecrets()).containsExactly("regcred");
          assertThat(it.placement().nodeSelector()).containsEntry("a", "b");
          assertThat(it.images())
              .extracting(ContainerImage::fieldPath, ContainerImage::image)
              .containsExactly(
                  org.assertj.core.groups.Tuple.tuple(
                      path + ".containers[0].image", "reg.io/app:1"),
                  org.assertj.core.groups.Tuple.tuple(
                      path + ".volumes[0].image.reference", "reg.io/model:1"));
        });
  }

  @Test
  void eachJobOfAJobSetIsAWorkloadOfItsOwn() throws Exception {
    List<Workload> workloads =
        read(
            """
            apiVersion: jobset.x-k8s.io/v1alpha2
            kind: JobSet
            metadata: {name: it}
            spec:
              replicatedJobs:
              - template: {spec: {template: {spec: {serviceAccountName: a, containers: [{image: 'a:1'}]}}}}
              - template: {spec: {}}
              - template: {spec: {template: {spec: {serviceAccountName: b, containers: [{image: 'b:1'}]}}}}
            """,
            Map.of());
    assertThat(workloads).extracting(Workload::serviceAccountName).containsExactly("a", "b");
    assertThat(workloads)
        .flatExtracting(Workload::images)
        .extracting(ContainerImage::fieldPath)
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.template.spec.containers[0].image",
            "spec.replicatedJobs[2].template.spec.template.spec.containers[0].image");
  }

  @Test
  void theDaemonsOfKruiseTolerateWhatDaemonsDo() throws Exception {
    Workload daemons =
        read(object("apps.kruise.io/v1alpha1", "DaemonSet", "spec.template.spec"), Map.of())
            .getFirst();
    assertThat(daemons.placement().tolerations()).hasSizeGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sprocket", "Sprocket.gears.example"})
  void aKindIsConfiguredWithItsGroupOrWithout(String key) throws Exception {
    String object = object("gears.example/v1", "Sprocket", "spec.deep.pod");
    assertThat(read(object, Map.of(key, "spec.deep.pod"))).hasSize(1);
    assertThat(read(object, Map.of("Sprocket.other.example", "spec.deep.pod"))).isEmpty();
    assertThat(read(object, Map.of())).isEmpty();
  }

  @Test
  void aConfiguredPathReplacesTheOneThatIsKnown() throws Exception {
    String object = object("argoproj.io/v1alpha1", "Rollout", "spec.other.spec");
    assertThat(read(object, Map.of("Rollout.argoproj.io", "spec.other"))).hasSize(1);
  }

  @Test
  void theWebhooksReaderKnowsNoneOfThem() throws Exception {
    KubernetesResource object =
        YAML.unmarshal("#\n" + object("argoproj.io/v1alpha1", "Rollout", "spec.template.spec"));
    WorkloadReader reader = new WorkloadReader(Set.of());
    assertThat(reader.read(object, "team")).isEmpty();
    assertThat(reader.readAll(object, "team")).isEmpty();
    assertThat(new WorkloadReader(Set.of(), Map.of()).read(object, "team")).isEmpty();
  }

  @Test
  void kubernetesOwnKindsAreReadAlike() throws Exception {
    assertThat(read(object("apps/v1", "Deployment", "spec.template.spec"), Map.of()))
        .extracting(Workload::kind)
        .containsExactly("Deployment");
    assertThat(read("{apiVersion: v1, kind: Service, spec: {template: {}}}", Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: hidden",
        "spec: {template: hidden}",
        "spec: {template: {spec: ~}}",
        "spec: ~",
        "spec: {workloadRef: {kind: Deployment}}"
      })
  void withoutAPodSpecThereIsNothing(String spec) throws Exception {
    assertThat(read("{apiVersion: argoproj.io/v1alpha1, kind: Rollout, " + spec + "}", Map.of()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{containers: hidden}",
        "{containers: [hidden]}",
        "{containers: [{ports: hidden}]}"
      })
  void aTemplateThatIsNoneIsToldWithoutItsValues(String spec) {
    assertThatThrownBy(() ->
            read(
                "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: {spec: "
                    + spec
                    + "}}}",
                Map.of()))
        .isInstanceOf(UnreadableTemplateException.class)
        .hasMessageStartingWith("spec.template.spec.containers")
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "spec.", "spec..a", "spec[0]", "[*]", "a b", "spec[*", "/spec"})
  void whatIsNoPathIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkloadReader(Set.of(), Map.of("Sprocket", path)))
        .withMessageContaining("is no path");
  }

  private static String object(String apiVersion, String kind, String path) {
    StringBuilder text = new StringBuilder(SPEC);
    for (String step : List.of(path.split("\\.")).reversed()) {
      text.insert(0, "{" + step + ": ").append("}");
    }
    text.insert(1, "apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: it}, ");
    return text.toString();
  }

  private static List<Workload> read(String object, Map<String, String> more)
      throws UnreadableTemplateException {
    KubernetesResource resource = YAML.unmarshal("#\n" + object);
    return new WorkloadReader(Set.of(), more).readAll(resource, "team");
  }
}
