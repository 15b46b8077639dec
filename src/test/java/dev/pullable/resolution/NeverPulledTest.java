package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.NotPulled;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeverPulledTest {
  private static final String HASH = "sha256:" + "0".repeat(64);

  private static Node node(String name, boolean mayHoldMore, String... images) {
    return new Node(
        name,
        Map.of(),
        List.of(),
        Platform.of("linux", "amd64"),
        Set.of(images),
        mayHoldMore,
        Node.Disk.UNKNOWN,
        "");
  }

  private static Resolution of(String image, Node... nodes) {
    return NeverPulled.of((ImageReference) ImageReferenceParser.parse(image), List.of(nodes));
  }

  private static Evidence doubt(Resolution resolution) {
    Inconclusive it = (Inconclusive) resolution;
    assertThat(it.reason()).isEqualTo(Reason.IMAGE_NOT_PRESENT);
    assertThat(it.doubt()).isEqualTo(Doubt.NODE_UNKNOWN);
    return it.evidence();
  }

  @Test
  void whereNoNodesAreKnownNothingIsSaid() {
    assertThat(of("app:1")).isEqualTo(new NotPulled());
  }

  @Test
  void whereEveryEligibleNodeHasItNothingIsSaid() {
    String image = "reg.example/app:1";
    assertThat(of(image, node("a", false, image), node("b", false, image)))
        .isEqualTo(new NotPulled());
  }

  @Test
  void anImageOnNoEligibleNodeIsInDoubt() {
    Evidence evidence =
        doubt(
            of(
                "reg.example/app:1",
                node("a", false, "reg.example/app:2"),
                node("b", false),
                node("c", false)));
    assertThat(evidence.subject()).isEqualTo("none of 3 eligible nodes");
    assertThat(evidence.nodes()).isEqualTo(new NodesConcerned(3, 3, List.of()));
  }

  @Test
  void oneNodeIsOneNode() {
    assertThat(doubt(of("app:1", node("a", false))).subject()).isEqualTo("no eligible node");
  }

  @Test
  void nodesThatDoNotListAllTheirImagesAreToldOf() {
    Evidence evidence =
        doubt(of("reg.example/app:1", node("a", true), node("b", false), node("c", true)));
    assertThat(evidence.subject())
        .isEqualTo("none of 3 eligible nodes, of which 2 may not list all of their images");
  }

  @Test
  void theSchedulerMayChooseANodeThatDoesNotHaveIt() {
    String image = "reg.example/app:1";
    Evidence evidence = doubt(of(image, node("a", false, image), node("b", false)));
    assertThat(evidence.subject()).isEqualTo("1 of 2 eligible nodes only");
    assertThat(evidence.nodes()).isEqualTo(new NodesConcerned(1, 2, List.of()));
  }

  @Test
  void whereSomeHaveItThoseThatDoNotListAllAreBelievedToHaveItToo() {
    String image = "reg.example/app:1";
    assertThat(of(image, node("a", false, image), node("b", true))).isEqualTo(new NotPulled());
    assertThat(doubt(of(image, node("a", false, image), node("b", true), node("c", false))).nodes())
        .isEqualTo(new NodesConcerned(2, 3, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, true",
    "nginx, nginx:latest, true",
    "nginx:1.27, docker.io/library/nginx:1.28, false",
    "shop/web:1, docker.io/shop/web:1, true",
    "shop/web:1, shop/web:1, true",
    "shop/web:1, web:1, false",
    "reg.example/web:1, web:1, false",
    "localhost/web:1, localhost/web:1, true",
    "nginx@HASH, docker.io/library/nginx@HASH, true",
    "nginx:1@HASH, nginx@HASH, true",
    "nginx:1@HASH, docker.io/library/nginx:1, false"
  })
  void aNodeListsAnImageUnderTheNamesOfItsRuntime(String image, String listed, boolean present) {
    Resolution resolution =
        of(image.replace("HASH", HASH), node("a", false, listed.replace("HASH", HASH)));
    assertThat(resolution instanceof NotPulled).isEqualTo(present);
  }
}
