package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pullable.audit.NamespaceMap.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceMapTest {
  private static NamespaceSummary namespace(String name, int unpullable, int pullable) {
    return new NamespaceSummary(
        name, 1, 1, Map.of(Outcome.UNPULLABLE, unpullable, Outcome.PULLABLE, pullable));
  }

  private static List<Tile> tiles(List<NamespaceSummary> namespaces) {
    return NamespaceMap.tiles(NamespaceMap.ordered(namespaces), 1168, 320);
  }

  @Test
  void theWorstComeFirstAndTheLargestOfThem() {
    List<NamespaceSummary> ordered =
        NamespaceMap.ordered(
            List.of(
                namespace("fine", 0, 90),
                namespace("none", 0, 0),
                namespace("small", 1, 0),
                namespace("large", 1, 9),
                namespace("alike", 1, 0)));

    assertThat(ordered)
        .extracting(NamespaceSummary::namespace)
        .containsExactly("large", "alike", "small", "fine");
  }

  @Test
  void anAreaIsTheShareOfImages() {
    for (AuditReport report : List.of(SampleReports.company(), SampleReports.of(300, 900, 0, ""))) {
      double all = report.namespaces().stream().mapToInt(NamespaceMap::images).sum();
      List<Tile> tiles = tiles(report.namespaces());

      assertThat(tiles).hasSameSizeAs(report.namespaces());
      for (Tile it : tiles) {
        assertThat(it.width() * it.height() / 10_000)
            .isCloseTo(NamespaceMap.images(it.namespace()) / all, within(1e-9));
      }
    }
  }

  @Test
  void tilesLieWithinThePlaneAndOnNoOther() {
    List<Tile> tiles = tiles(SampleReports.of(100, 300, 0, "").namespaces());
    for (Tile it : tiles) {
      assertThat(it.left()).isBetween(-1e-9, 100.0);
      assertThat(it.left() + it.width()).isLessThan(100 + 1e-9);
      assertThat(it.top() + it.height()).isLessThan(100 + 1e-9);
      for (Tile other : tiles) {
        assertThat(it != other && overlap(it, other)).isFalse();
      }
    }
  }

  private static boolean overlap(Tile a, Tile b) {
    double gap = 1e-6;
    return a.left() + gap < b.left() + b.width()
        && b.left() + gap < a.left() + a.width()
        && a.top() + gap < b.top() + b.height()
        && b.top() + gap < a.top() + a.height();
  }

  @Test
  void noneIsNeedlesslyThin() {
    List<Tile> tiles = tiles(SampleReports.company().namespaces());

    assertThat(tiles)
        .allSatisfy(it -> {
          double ratio = it.width() * 1168 / (it.height() * 320);
          assertThat(Math.max(ratio, 1 / ratio)).isLessThan(12);
        });
  }

  @Test
  void veryDifferentSizesAndNoneAtAllAreLaidOut() {
    List<NamespaceSummary> many = new ArrayList<>(List.of(namespace("huge", 0, 2_000_000_000)));
    for (int i = 0; i < 50; i++) {
      many.add(namespace("n" + i, i % 2, 1));
    }
    assertThat(tiles(many))
        .hasSize(51)
        .allSatisfy(it -> assertThat(it.width() * it.height()).isFinite().isPositive());
    assertThat(tiles(List.of())).isEmpty();
  }
}
