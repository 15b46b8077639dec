package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.platform.Taint;
import dev.pullable.platform.Toleration;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeListBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClusterNodePlatformsTest {

  @Nested
  @EnableKubernetesMockClient(crud = true)
  class Watched {
    private KubernetesClient client;

    @Test
    void nodesComeChangeAndGo() {
      client.resource(node("a", "amd64")).create();
      try (ClusterNodePlatforms platforms = new ClusterNodePlatforms(client)) {
        platforms.start();
        await().until(platforms::synced);
        assertThat(platforms.nodes()).extracting(it -> it.name()).containsExactly("a");

        client.resource(node("b", "arm64")).create();
        await().until(() -> platforms.nodes().size() == 2);

        client.nodes().withName("b").edit(it -> relabelled(it));
        await()
            .until(() ->
                platforms.nodes().stream()
                    .anyMatch(it -> it.platform().architecture().equals("riscv64")));

        client.nodes().withName("a").delete();
        await().until(() -> platforms.nodes().size() == 1);
        assertThat(platforms.nodes()).extracting(it -> it.name()).containsExactly("b");
      }
    }

    @Test
    void aRuntimeClassTellsItsScheduling() {
      RuntimeClass plain =
          new RuntimeClassBuilder()
              .withNewMetadata()
              .withName("plain")
              .endMetadata()
              .withHandler("runc")
              .build();
      RuntimeClass scheduled =
          new RuntimeClassBuilder()
              .withNewMetadata()
              .withName("gvisor")
              .endMetadata()
              .withHandler("runsc")
              .withNewScheduling()
              .addToNodeSelector("sandbox", "yes")
              .addNewToleration("NoSchedule", "sandbox", "Exists", null, null)
              .endScheduling()
              .build();
      client.resource(plain).create();
      client.resource(scheduled).create();
      try (ClusterNodePlatforms platforms = new ClusterNodePlatforms(client)) {
        platforms.start();
        await().until(platforms::synced);

        assertThat(platforms.runtimeClass("gvisor"))
            .contains(
                new RuntimeClassScheduling(
                    Map.of("sandbox", "yes"),
                    List.of(new Toleration("sandbox", "Exists", "", "NoSchedule"))));
        assertThat(platforms.runtimeClass("plain")).isEmpty();
        assertThat(platforms.runtimeClass("none")).isEmpty();
      }
    }

    @Test
    void beforeTheFirstListNothingIsKnown() {
      client.resource(node("a", "amd64")).create();
      try (ClusterNodePlatforms platforms = new ClusterNodePlatforms(client)) {
        assertThat(platforms.nodes()).isEmpty();
        assertThat(platforms.runtimeClass("gvisor")).isEmpty();
        assertThat(platforms.synced()).isFalse();
      }
    }
  }

  @Nested
  @EnableKubernetesMockClient
  class Forbidden {
    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void aWatchThatIsForbiddenFailsNothingAndIsTriedAgain() {
      server
          .expect()
          .get()
          .withPath("/api/v1/nodes?limit=500")
          .andReturn(403, "forbidden")
          .times(2);
      server
          .expect()
          .get()
          .withPath("/api/v1/nodes?limit=500")
          .andReturn(
              200,
              new NodeListBuilder()
                  .withNewMetadata()
                  .withResourceVersion("1")
                  .endMetadata()
                  .addToItems(node("a", "amd64"))
                  .build())
          .always();
      try (ClusterNodePlatforms platforms = new ClusterNodePlatforms(client)) {
        assertThatCode(platforms::start).doesNotThrowAnyException();
        assertThat(platforms.nodes()).isEmpty();

        await().until(() -> platforms.nodes().size() == 1);
      }
    }

    @Test
    void aServerThatIsNotThereFailsNothing() {
      server.shutdown();
      try (ClusterNodePlatforms platforms = new ClusterNodePlatforms(client)) {
        assertThatCode(platforms::start).doesNotThrowAnyException();
        assertThat(platforms.nodes()).isEmpty();
      }
    }
  }

  @Nested
  class Reading {
    private final NodeReader reader = new NodeReader();

    @Test
    void labelsTellThePlatformBeforeTheStatusDoes() {
      Node node =
          new NodeBuilder(node("a", "arm64"))
              .editStatus()
              .withNewNodeInfo()
              .withArchitecture("amd64")
              .withOperatingSystem("linux")
              .withKernelVersion("6.1.0")
              .endNodeInfo()
              .endStatus()
              .build();

      assertThat(reader.read(node).platform()).isEqualTo(Platform.of("linux", "arm64"));
    }

    @Test
    void theStatusTellsThePlatformOfANodeWithoutLabels() {
      Node node =
          new NodeBuilder()
              .withNewMetadata()
              .withName("w")
              .endMetadata()
              .withNewStatus()
              .withNewNodeInfo()
              .withArchitecture("amd64")
              .withOperatingSystem("windows")
              .withKernelVersion("10.0.20348.2227")
              .endNodeInfo()
              .endStatus()
              .build();

      assertThat(reader.read(node).platform())
          .isEqualTo(new Platform("windows", "amd64", "", "10.0.20348.2227", List.of()));
    }

    @Test
    void taintsAndImagesAreKept() {
      Node node =
          new NodeBuilder(node("a", "amd64"))
              .withNewSpec()
              .addNewTaint("NoSchedule", "gpu", null, "yes")
              .addNewTaint("NoExecute", "down", null, null)
              .endSpec()
              .editStatus()
              .addToImages(new ContainerImage(List.of("nginx@sha256:1", "nginx:1"), 1L))
              .addToImages(new ContainerImage(null, 1L))
              .endStatus()
              .build();

      dev.pullable.platform.Node read = reader.read(node);

      assertThat(read.taints())
          .containsExactly(
              new Taint("gpu", "yes", "NoSchedule"), new Taint("down", "", "NoExecute"));
      assertThat(read.images()).containsExactlyInAnyOrder("nginx@sha256:1", "nginx:1");
    }

    @Test
    void aCordonedNodeIsTainted() {
      Node node =
          new NodeBuilder(node("a", "amd64"))
              .withNewSpec()
              .withUnschedulable(true)
              .endSpec()
              .build();

      assertThat(reader.read(node).taints())
          .containsExactly(new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule"));
    }

    @Test
    void aNodeThatSaysNothingIsRead() {
      dev.pullable.platform.Node read =
          reader.read(new NodeBuilder().withNewMetadata().withName("a").endMetadata().build());

      assertThat(read.name()).isEqualTo("a");
      assertThat(read.platform()).isEqualTo(Platform.of("", ""));
    }

    @Test
    void equalStringsOfManyNodesAreOne() {
      dev.pullable.platform.Node one = reader.read(withImage("a"));
      dev.pullable.platform.Node two = reader.read(withImage("b"));

      assertThat(one.images().iterator().next()).isSameAs(two.images().iterator().next());
      assertThat(one.labels().get("kubernetes.io/arch"))
          .isSameAs(two.labels().get("kubernetes.io/arch"));
    }

    @Test
    void theStoreKeepsNoObject() {
      ReducedStore<Node, String> store =
          new ReducedStore<>(node -> node.getMetadata().getName(), Node::new);
      Node node =
          new NodeBuilder(withImage("a"))
              .editMetadata()
              .withResourceVersion("7")
              .endMetadata()
              .build();

      assertThat(store.put(store.getKey(node), node)).isNull();

      Node shown = store.get("a");
      assertThat(shown.getMetadata().getName()).isEqualTo("a");
      assertThat(shown.getMetadata().getResourceVersion()).isEqualTo("7");
      assertThat(shown.getMetadata().getLabels()).isEmpty();
      assertThat(shown.getStatus()).isNull();
      assertThat(store.values()).containsExactly(shown);
      assertThat(store.all()).containsExactly("a").isSameAs(store.all());
      assertThat(store.isFullState()).isFalse();
      assertThat(store.remove("a")).isEqualTo(shown);
      assertThat(store.all()).isEmpty();
      assertThat(store.size()).isZero();
    }

    private static Node withImage(String name) {
      return new NodeBuilder(node(name, new String("amd64")))
          .editStatus()
          .addToImages(new ContainerImage(List.of(new String("nginx:1")), 1L))
          .endStatus()
          .build();
    }
  }

  private static Node relabelled(Node node) {
    return new NodeBuilder(node)
        .editMetadata()
        .addToLabels("kubernetes.io/arch", "riscv64")
        .endMetadata()
        .build();
  }

  private static Node node(String name, String architecture) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/os", "linux")
        .addToLabels("kubernetes.io/arch", architecture)
        .addToAnnotations("note", "long")
        .endMetadata()
        .withNewStatus()
        .endStatus()
        .build();
  }
}
