package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Node.Disk;
import io.fabric8.kubernetes.api.model.ContainerImageBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReaderTest {
  private static NodeBuilder node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("a")
        .endMetadata()
        .withNewStatus()
        .endStatus();
  }

  private static dev.pullable.platform.Node read(Node node) {
    return new NodeReader().read(node);
  }

  private static Disk storage(Quantity quantity) {
    return read(node()
            .editStatus()
            .withAllocatable(Map.of("ephemeral-storage", quantity))
            .endStatus()
            .build())
        .disk();
  }

  private static Node withCondition(String type, String status) {
    return node()
        .editStatus()
        .addNewCondition()
        .withType(type)
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Node listing(int images, int namesEach) {
    List<io.fabric8.kubernetes.api.model.ContainerImage> listed = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      int image = i;
      listed.add(
          new ContainerImageBuilder()
              .withNames(
                  IntStream.range(0, namesEach).mapToObj(it -> "r/a" + image + ":" + it).toList())
              .build());
    }
    return node().editStatus().withImages(listed).endStatus().build();
  }

  @ParameterizedTest
  @CsvSource({
    "47Gi, 50465865728",
    "18242267924, 18242267924",
    "10k, 10000",
    "1e3, 1000",
    "0, -1",
    "-5Gi, -1",
    "99999999999E, -1",
    "1e999999999, -1",
    "1e9999999999999, -1",
    "much, -1",
    "12 apples, -1",
    "Gi, -1"
  })
  void ephemeralStorageIsReadAsKubernetesWritesQuantities(String written, long bytes) {
    Quantity quantity = new Quantity();
    quantity.setAmount(written);
    assertThat(storage(quantity)).isEqualTo(new Disk(bytes, false));
  }

  @Test
  void aParsedQuantityIsReadAsWell() {
    assertThat(storage(new Quantity("47", "Gi")).allocatable()).isEqualTo(47L << 30);
    assertThat(storage(new Quantity()).allocatable()).isEqualTo(-1);
  }

  @Test
  void aNodeThatTellsNothingHasNoKnownDiskNorRuntime() {
    var bare = read(new NodeBuilder().withNewMetadata().withName("a").endMetadata().build());
    assertThat(bare.disk()).isEqualTo(Disk.UNKNOWN);
    assertThat(bare.containerRuntimeVersion()).isEmpty();
    assertThat(bare.mayHoldMore()).isFalse();
  }

  @Test
  void onlyATrueDiskPressureIsPressure() {
    assertThat(read(withCondition("DiskPressure", "True")).disk().pressure()).isTrue();
    assertThat(read(withCondition("DiskPressure", "False")).disk().pressure()).isFalse();
    assertThat(read(withCondition("DiskPressure", "Unknown")).disk().pressure()).isFalse();
    assertThat(read(withCondition("MemoryPressure", "True")).disk().pressure()).isFalse();
  }

  @Test
  void theContainerRuntimeIsKept() {
    Node node =
        node()
            .editStatus()
            .withNewNodeInfo()
            .withContainerRuntimeVersion("containerd://2.1.4")
            .endNodeInfo()
            .endStatus()
            .build();
    assertThat(read(node).containerRuntimeVersion()).isEqualTo("containerd://2.1.4");
  }

  @Test
  void aNodeThatListsAsManyAsAKubeletDoesMayHoldMore() {
    assertThat(read(listing(49, 2)).mayHoldMore()).isFalse();
    assertThat(read(listing(50, 2)).mayHoldMore()).isTrue();
    assertThat(read(listing(1, 4)).mayHoldMore()).isFalse();
    assertThat(read(listing(1, 5)).mayHoldMore()).isTrue();
  }
}
