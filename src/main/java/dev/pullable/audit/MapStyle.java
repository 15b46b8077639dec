package dev.pullable.audit;

import dev.pullable.audit.NamespaceMap.Tile;
import java.util.List;
import java.util.Locale;

/// The places of a report's tiles as a style sheet: a policy that lets no inline style pass leaves
/// no other way.
final class MapStyle {
  /// More could not be told from each other; the table has them all.
  static final int MOST = 400;

  /// The proportions of the plane on a desktop and on a phone, as report.css has them.
  private static final double[] WIDE = {1168, 320};

  private static final double[] NARROW = {343, 416};

  private MapStyle() {}

  /// Whom there is a tile for, in the tiles' order.
  static List<NamespaceSummary> shown(AuditReport report) {
    return NamespaceMap.ordered(report.namespaces()).stream().limit(MOST).toList();
  }

  static String of(List<NamespaceSummary> shown) {
    StringBuilder style = new StringBuilder();
    rules(style, NamespaceMap.tiles(shown, WIDE[0], WIDE[1]));
    style.append("@media (max-width: 40rem) {\n");
    rules(style, NamespaceMap.tiles(shown, NARROW[0], NARROW[1]));
    return style.append("}\n").toString();
  }

  private static void rules(StringBuilder style, List<Tile> tiles) {
    for (int i = 0; i < tiles.size(); i++) {
      Tile it = tiles.get(i);
      style.append(
          String.format(
              Locale.ROOT,
              "#t%d{left:%.3f%%;top:%.3f%%;width:%.3f%%;height:%.3f%%}\n",
              i,
              it.left(),
              it.top(),
              it.width(),
              it.height()));
    }
  }
}
