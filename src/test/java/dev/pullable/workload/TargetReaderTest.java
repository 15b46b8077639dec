package dev.pullable.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class TargetReaderTest {

  @Test
  void anObjectOfItsOwnIsChangedItself() {
    ObjectMeta metadata = new ObjectMetaBuilder().withName("web").build();
    assertThat(TargetReader.read("Deployment", metadata))
        .isEqualTo(new Target("Deployment", "web", false));
    assertThat(TargetReader.read("Pod", null)).isEqualTo(new Target("Pod", "", false));
  }

  @Test
  void aGeneratedNameIsNotInTheFile() {
    ObjectMeta metadata =
        new ObjectMetaBuilder().withName("web-x7k2p").withGenerateName("web-").build();
    assertThat(TargetReader.read("Pod", metadata)).isEqualTo(new Target("Pod", "", false));
  }

  @Test
  void aPodOfADeploymentIsChangedThere() {
    assertThat(TargetReader.read("Pod", ownedBy("ReplicaSet", "web-5d8f", true)))
        .isEqualTo(new Target("Deployment", "web", true));
  }

  @Test
  void aPodOfAnythingElseIsChangedWhereItIsMadeFrom() {
    assertThat(TargetReader.read("Pod", ownedBy("ReplicaSet", "web", true)))
        .isEqualTo(new Target("ReplicaSet", "web", true));
    assertThat(TargetReader.read("Pod", ownedBy("StatefulSet", "web-5d8f", true)))
        .isEqualTo(new Target("StatefulSet", "web-5d8f", true));
  }

  @Test
  void anOwnerThatIsNoControllerMakesNothing() {
    assertThat(TargetReader.read("Pod", ownedBy("ConfigMap", "web", false)))
        .isEqualTo(new Target("Pod", "web-5d8f-x7k2p", false));
  }

  private static ObjectMeta ownedBy(String kind, String name, boolean controller) {
    return new ObjectMetaBuilder()
        .withName("web-5d8f-x7k2p")
        .addToLabels("pod-template-hash", "5d8f")
        .addNewOwnerReference()
        .withKind(kind)
        .withName(name)
        .withController(controller)
        .endOwnerReference()
        .build();
  }
}
