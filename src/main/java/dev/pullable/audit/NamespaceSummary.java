package dev.pullable.audit;

import java.util.EnumMap;
import java.util.Map;

/// A namespace in figures.
///
/// @param workloads how many topmost owners, Pods without an owner being their own
/// @param images how many different images had which worst outcome; an outcome without any may be
///   absent
public record NamespaceSummary(
    String namespace, int pods, int workloads, Map<Outcome, Integer> images) {

  public NamespaceSummary {
    images = Map.copyOf(images);
  }

  public int count(Outcome outcome) {
    return images.getOrDefault(outcome, 0);
  }

  /// The worst outcome that any image had.
  public Outcome worst() {
    return new EnumMap<>(withOne())
        .keySet().stream().reduce(Outcome.PULLABLE, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  private Map<Outcome, Integer> withOne() {
    Map<Outcome, Integer> some = new EnumMap<>(Outcome.class);
    images.forEach((outcome, count) -> {
      if (count > 0) {
        some.put(outcome, count);
      }
    });
    return some;
  }
}
