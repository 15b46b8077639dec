package dev.pullable.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A plane divided among namespaces: the worst ones first, the area of each as its number of
/// images. What one sees of a colour is thus its share of the cluster.
///
/// The tiles are laid out as a squarified treemap (Bruls, Huizing, van Wijk 2000), a band for each
/// worst outcome.
final class NamespaceMap {
  /// Where a namespace lies, in percent of the plane.
  record Tile(NamespaceSummary namespace, double left, double top, double width, double height) {}

  private record Box(double left, double top, double width, double height) {
    boolean wide() {
      return width >= height;
    }

    double side() {
      return Math.min(width, height);
    }

    /// Its first part along the longer side.
    Box first(double share) {
      return wide()
          ? new Box(left, top, width * share, height)
          : new Box(left, top, width, height * share);
    }

    Box rest(double share) {
      return wide()
          ? new Box(left + width * share, top, width * (1 - share), height)
          : new Box(left, top + height * share, width, height * (1 - share));
    }
  }

  private final double width;
  private final double height;
  private final List<Tile> tiles = new ArrayList<>();

  private NamespaceMap(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /// The worst first, and of these the largest; without those that have no image.
  static List<NamespaceSummary> ordered(List<NamespaceSummary> namespaces) {
    return namespaces.stream()
        .filter(it -> images(it) > 0)
        .sorted(
            Comparator.comparing(NamespaceSummary::worst)
                .thenComparingInt(NamespaceMap::images)
                .reversed()
                .thenComparing(NamespaceSummary::namespace))
        .toList();
  }

  /// Divides a plane of that size.
  ///
  /// @param ordered as [#ordered] has them
  static List<Tile> tiles(List<NamespaceSummary> ordered, double width, double height) {
    NamespaceMap map = new NamespaceMap(width, height);
    Box rest = new Box(0, 0, width, height);
    int from = 0;
    while (from < ordered.size()) {
      int to = from + 1;
      while (to < ordered.size() && ordered.get(to).worst() == ordered.get(from).worst()) {
        to++;
      }
      List<NamespaceSummary> band = ordered.subList(from, to);
      double share = sum(band) / sum(ordered.subList(from, ordered.size()));
      map.band(band, rest.first(share));
      rest = rest.rest(share);
      from = to;
    }
    return map.tiles;
  }

  static int images(NamespaceSummary namespace) {
    int images = 0;
    for (Outcome outcome : Outcome.values()) {
      images += namespace.count(outcome);
    }
    return images;
  }

  private void band(List<NamespaceSummary> band, Box box) {
    Box rest = box;
    List<NamespaceSummary> left = band;
    while (!left.isEmpty()) {
      int row = row(left, rest);
      double share = sum(left.subList(0, row)) / sum(left);
      place(left.subList(0, row), rest.first(share), rest.wide());
      rest = rest.rest(share);
      left = left.subList(row, left.size());
    }
  }

  /// How many come side by side, so that none is needlessly long and thin.
  private static int row(List<NamespaceSummary> left, Box box) {
    double unit = box.width() * box.height() / sum(left);
    double largest = images(left.getFirst()) * unit;
    double area = largest;
    double ratio = ratio(area, largest, largest, box.side());
    int many = 1;
    while (many < left.size()) {
      double next = images(left.get(many)) * unit;
      double wider = ratio(area + next, largest, next, box.side());
      if (wider > ratio) {
        break;
      }
      area += next;
      ratio = wider;
      many++;
    }
    return many;
  }

  private static double ratio(double area, double largest, double least, double side) {
    double thickness = area / side;
    return Math.max(
        largest / (thickness * thickness), thickness * thickness / Math.max(least, 1e-9));
  }

  /// Along the side that the row was cut off from.
  private void place(List<NamespaceSummary> row, Box box, boolean column) {
    double all = sum(row);
    double before = 0;
    for (NamespaceSummary it : row) {
      double from = before / all;
      double share = images(it) / all;
      tiles.add(
          column
              ? tile(
                  it,
                  box.left(),
                  box.top() + box.height() * from,
                  box.width(),
                  box.height() * share)
              : tile(
                  it,
                  box.left() + box.width() * from,
                  box.top(),
                  box.width() * share,
                  box.height()));
      before += images(it);
    }
  }

  private Tile tile(NamespaceSummary it, double left, double top, double wide, double high) {
    return new Tile(
        it, 100 * left / width, 100 * top / height, 100 * wide / width, 100 * high / height);
  }

  private static double sum(List<NamespaceSummary> namespaces) {
    return namespaces.stream().mapToInt(NamespaceMap::images).sum();
  }
}
