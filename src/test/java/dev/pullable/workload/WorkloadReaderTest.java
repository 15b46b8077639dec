package dev.pullable.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.NodeSelectorRequirement;
import dev.pullable.platform.NodeSelectorTerm;
import dev.pullable.platform.Placement;
import dev.pullable.platform.Toleration;
import dev.pullable.workload.ContainerImage.Kind;
import dev.pullable.workload.ContainerImage.PullPolicy;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadReaderTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String SPEC =
      """
      serviceAccountName: builder
      imagePullSecrets: [{name: one}, {name: ''}, {}, {name: two}]
      initContainers:
      - {name: init, image: 'busybox:1'}
      containers:
      - {name: web, image: nginx}
      - {name: side, image: 'reg.io:5000/side:v2', imagePullPolicy: Never}
      ephemeralContainers:
      - {name: debug, image: 'debug@sha256:0000000000000000000000000000000000000000000000000000000000000000'}
      volumes:
      - {name: cache, emptyDir: {}}
      - {name: model, image: {reference: 'reg.io/model:latest', pullPolicy: IfNotPresent}}
      - {name: data, image: {reference: 'reg.io/data'}}
      """;

  private final WorkloadReader reader = new WorkloadReader(Set.of("auto"));

  @ParameterizedTest
  @CsvSource({
    "v1, Pod, spec",
    "v1, PodTemplate, template.spec",
    "v1, ReplicationController, spec.template.spec",
    "apps/v1, Deployment, spec.template.spec",
    "apps/v1, ReplicaSet, spec.template.spec",
    "apps/v1, StatefulSet, spec.template.spec",
    "apps/v1, DaemonSet, spec.template.spec",
    "batch/v1, Job, spec.template.spec",
    "batch/v1, CronJob, spec.jobTemplate.spec.template.spec",
    "batch/v1beta1, CronJob, spec.jobTemplate.spec.template.spec"
  })
  void everyKindGivesEveryCarrierAtItsPath(String apiVersion, String kind, String path) {
    Workload workload = read(object(apiVersion, kind, path, SPEC));

    assertThat(workload.kind()).isEqualTo(kind);
    assertThat(workload.name()).isEqualTo("it");
    assertThat(workload.namespace()).isEqualTo("team");
    assertThat(workload.template()).isEqualTo(!kind.equals("Pod"));
    assertThat(workload.partial()).isFalse();
    assertThat(workload.serviceAccountName()).isEqualTo("builder");
    assertThat(workload.imagePullSecrets()).containsExactly("one", "", "", "two");
    assertThat(workload.images())
        .containsExactly(
            image(path + ".initContainers[0].image", Kind.INIT_CONTAINER, "init", "busybox:1"),
            new ContainerImage(
                path + ".containers[0].image", Kind.CONTAINER, "web", "nginx", PullPolicy.ALWAYS),
            new ContainerImage(
                path + ".containers[1].image",
                Kind.CONTAINER,
                "side",
                "reg.io:5000/side:v2",
                PullPolicy.NEVER),
            image(
                path + ".ephemeralContainers[0].image",
                Kind.EPHEMERAL_CONTAINER,
                "debug",
                "debug@sha256:" + "0".repeat(64)),
            image(
                path + ".volumes[1].image.reference",
                Kind.IMAGE_VOLUME,
                "model",
                "reg.io/model:latest"),
            new ContainerImage(
                path + ".volumes[2].image.reference",
                Kind.IMAGE_VOLUME,
                "data",
                "reg.io/data",
                PullPolicy.ALWAYS));
  }

  @Test
  void theAlphaShapeOfEphemeralContainersIsPartial() {
    Workload workload =
        read(
            """
            apiVersion: v1
            kind: EphemeralContainers
            metadata: {name: it}
            ephemeralContainers:
            - {name: debug, image: 'busybox:1', imagePullPolicy: Always}
            - {name: next}
            - {name: last, image: 'alpine:3'}
            """);

    assertThat(workload.partial()).isTrue();
    assertThat(workload.template()).isFalse();
    assertThat(workload.imagePullSecrets()).isEmpty();
    assertThat(workload.placement()).isEqualTo(Placement.ANYWHERE);
    assertThat(workload.images())
        .containsExactly(
            new ContainerImage(
                "ephemeralContainers[0].image",
                Kind.EPHEMERAL_CONTAINER,
                "debug",
                "busybox:1",
                PullPolicy.ALWAYS),
            image("ephemeralContainers[2].image", Kind.EPHEMERAL_CONTAINER, "last", "alpine:3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: EphemeralContainers}",
        "{apiVersion: v1, kind: EphemeralContainers, ephemeralContainers: 1}",
        "{apiVersion: v1, kind: EphemeralContainers, ephemeralContainers: [1, null, {image: 2}]}"
      })
  void brokenEphemeralContainersHaveNoImages(String object) {
    assertThat(read(object).images()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: ConfigMap}",
        "{apiVersion: v1, kind: Binding}",
        "{apiVersion: autoscaling/v1, kind: Scale}",
        "{apiVersion: example.com/v1, kind: Pod, spec: {containers: [{image: a}]}}"
      })
  void otherKindsPullNothing(String object) {
    assertThat(reader.read(parse(object), "team")).isEmpty();
  }

  @Test
  void noObjectPullsNothing() {
    assertThat(reader.read(null, "team")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: Pod}",
        "{apiVersion: v1, kind: PodTemplate}",
        "{apiVersion: v1, kind: PodTemplate, template: {}}",
        "{apiVersion: apps/v1, kind: Deployment}",
        "{apiVersion: apps/v1, kind: Deployment, spec: null}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: null}}",
        "{apiVersion: apps/v1, kind: DaemonSet, spec: {template: {spec: null}}}",
        "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {}}}",
        "{apiVersion: batch/v1beta1, kind: CronJob, spec: {jobTemplate: {spec: {}}}}",
        "{apiVersion: v1, kind: ReplicationController, spec: {}}",
        """
        {apiVersion: v1, kind: Pod, metadata: null, spec: {containers: null, initContainers: null,
        ephemeralContainers: null, volumes: null, imagePullSecrets: null, tolerations: null,
        nodeSelector: null, affinity: null, serviceAccountName: null, nodeName: null}}
        """,
        """
        {apiVersion: v1, kind: Pod, spec: {containers: [null, {image: null}, {}], volumes: [null,
        {image: null}, {image: {}}], tolerations: [null], nodeSelector: {a: null},
        affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:
        {nodeSelectorTerms: [null, {matchExpressions: [null, {values: [null]}]}]}}}}}
        """
      })
  void whatIsMissingIsNoImage(String object) {
    Workload workload = read(object);

    assertThat(workload.images()).isEmpty();
    assertThat(workload.serviceAccountName()).isEmpty();
    assertThat(workload.name()).isEmpty();
  }

  @Test
  void anExplicitNullInAListKeepsTheIndexOfTheNext() {
    Workload workload = read(pod("containers: [null, {name: web, image: 'nginx:1'}]"));

    assertThat(workload.images())
        .extracting(ContainerImage::fieldPath)
        .containsExactly("spec.containers[1].image");
  }

  @Test
  void emptyImagesAndPlaceholdersAreLeftOut() {
    Workload workload =
        read(
            pod(
                """
                containers: [{name: a, image: auto}, {name: b, image: ''}, {name: c, image: AUTO}]
                volumes: [{name: d, image: {reference: ''}}, {name: e, image: {reference: auto}}]
                """));

    assertThat(workload.images()).extracting(ContainerImage::image).containsExactly("AUTO");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, ALWAYS",
    "nginx:latest, ALWAYS",
    "nginx:1, IF_NOT_PRESENT",
    "nginx:Latest, IF_NOT_PRESENT",
    "reg.io:5000/nginx, ALWAYS",
    "reg.io:5000/nginx:latest, ALWAYS",
    "reg.io:5000, IF_NOT_PRESENT",
    "'[::1]:5000/nginx', ALWAYS",
    "nginx@sha256:abc, IF_NOT_PRESENT",
    "nginx:1@sha256:abc, IF_NOT_PRESENT",
    "nginx:latest@sha256:abc, ALWAYS"
  })
  void theTagDecidesThePolicyWhereNoneIsWritten(String image, PullPolicy policy) {
    Workload workload =
        read(pod("containers: [{name: a, image: '" + image + "', imagePullPolicy: Sometimes}]"));

    assertThat(workload.images()).extracting(ContainerImage::pullPolicy).containsExactly(policy);
  }

  @Test
  void theDeprecatedServiceAccountFallsIn() {
    assertThat(read(pod("serviceAccount: old")).serviceAccountName()).isEqualTo("old");
    assertThat(read(pod("{serviceAccount: old, serviceAccountName: new}")).serviceAccountName())
        .isEqualTo("new");
  }

  @Test
  void aGeneratedNameStandsInForTheName() {
    assertThat(read("{apiVersion: v1, kind: Pod, metadata: {generateName: web-}}").name())
        .isEqualTo("web-");
  }

  @Test
  void thePlacementIsWhatThePodSays() {
    Workload workload =
        read(
            pod(
                """
                nodeName: n1
                runtimeClassName: gvisor
                nodeSelector: {disk: ssd}
                tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}, {}]
                affinity:
                  nodeAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                      - matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]
                        matchFields: [{key: metadata.name, operator: NotIn, values: [n2, n3]}]
                      - {}
                """));

    assertThat(workload.placement())
        .isEqualTo(
            new Placement(
                Optional.of("n1"),
                Map.of("disk", "ssd"),
                Optional.of(
                    List.of(
                        new NodeSelectorTerm(
                            List.of(
                                new NodeSelectorRequirement(
                                    "kubernetes.io/arch", "In", List.of("arm64"))),
                            List.of(
                                new NodeSelectorRequirement(
                                    "metadata.name", "NotIn", List.of("n2", "n3")))),
                        new NodeSelectorTerm(List.of(), List.of()))),
                List.of(
                    new Toleration("gpu", "Exists", "", "NoSchedule"),
                    new Toleration("", "", "", "")),
                Optional.of("gvisor")));
  }

  @Test
  void aPodThatSaysNothingMayLandAnywhere() {
    assertThat(read(pod("{nodeName: '', runtimeClassName: ''}")).placement())
        .isEqualTo(Placement.ANYWHERE);
  }

  @Test
  void aRequiredAffinityWithoutTermsIsKept() {
    Placement placement =
        read(pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}"))
            .placement();

    assertThat(placement.requiredTerms()).contains(List.of());
  }

  @Test
  void aDaemonSetToleratesWhatItsControllerAdds() {
    String spec =
        "{tolerations: [{key: node.kubernetes.io/disk-pressure, operator: Exists,"
            + " effect: NoSchedule}]}";
    Placement placement =
        read(object("apps/v1", "DaemonSet", "spec.template.spec", spec)).placement();

    assertThat(placement.tolerations())
        .extracting(it -> it.key() + ":" + it.effect())
        .containsExactly(
            "node.kubernetes.io/disk-pressure:NoSchedule",
            "node.kubernetes.io/not-ready:NoExecute",
            "node.kubernetes.io/unreachable:NoExecute",
            "node.kubernetes.io/memory-pressure:NoSchedule",
            "node.kubernetes.io/pid-pressure:NoSchedule",
            "node.kubernetes.io/unschedulable:NoSchedule");
  }

  @Test
  void aDaemonSetOnTheHostNetworkNeedsNoNetwork() {
    Placement placement =
        read(object("apps/v1", "DaemonSet", "spec.template.spec", "hostNetwork: true")).placement();

    assertThat(placement.tolerations())
        .contains(
            new Toleration("node.kubernetes.io/network-unavailable", "Exists", "", "NoSchedule"))
        .hasSize(7);
  }

  private static ContainerImage image(String path, Kind kind, String carrier, String image) {
    return new ContainerImage(path, kind, carrier, image, PullPolicy.IF_NOT_PRESENT);
  }

  private static String pod(String spec) {
    return object("v1", "Pod", "spec", spec);
  }

  private static String object(String apiVersion, String kind, String path, String spec) {
    StringBuilder yaml =
        new StringBuilder("apiVersion: " + apiVersion + "\nkind: " + kind + "\n")
            .append("metadata: {name: it, generateName: other-, namespace: elsewhere}\n");
    String indent = "";
    for (String member : path.split("\\.")) {
      yaml.append(indent).append(member).append(":\n");
      indent += "  ";
    }
    return yaml.append(spec.indent(indent.length())).toString();
  }

  private Workload read(String yaml) {
    return reader.read(parse(yaml), "team").orElseThrow();
  }

  private static KubernetesResource parse(String yaml) {
    // What begins with a brace would be taken for JSON.
    return YAML.unmarshal("---\n" + yaml);
  }
}
