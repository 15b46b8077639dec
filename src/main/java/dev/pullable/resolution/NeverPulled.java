package dev.pullable.resolution;

import dev.pullable.platform.Node;
import dev.pullable.reference.ImageReference;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.NotPulled;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What becomes of an image that is never pulled (`imagePullPolicy: Never`): it runs where it is on
/// the Node already, and elsewhere fails with ErrImageNeverPull. Never proof: a Node tells of its
/// images minutes late, and not of all.
final class NeverPulled {
  private NeverPulled() {}

  /// Where some Nodes list it, only those count against it that would list it if they had it: the
  /// scheduler may choose them all the same.
  static Resolution of(ImageReference reference, List<Node> eligible) {
    NodeImages images = new NodeImages(reference);
    Map<Boolean, List<Node>> byPresence =
        eligible.stream().collect(Collectors.partitioningBy(images::isOn));
    List<Node> without = byPresence.getOrDefault(false, List.of());
    List<Node> with = byPresence.getOrDefault(true, List.of());
    long silent = without.stream().filter(Node::mayHoldMore).count();
    if (without.isEmpty() || (!with.isEmpty() && silent == without.size())) {
      return new NotPulled();
    }
    Evidence evidence =
        Evidence.of(reference, List.of())
            .about(where(with.size(), eligible.size(), silent), "")
            .with(new NodesConcerned(without.size(), eligible.size(), List.of()));
    return new Inconclusive(Reason.IMAGE_NOT_PRESENT, Doubt.NODE_UNKNOWN, evidence);
  }

  private static String where(int with, int eligible, long silent) {
    String none =
        eligible == 1 ? "no eligible node" : "none of %d eligible nodes".formatted(eligible);
    String those = with == 0 ? none : "%d of %d eligible nodes only".formatted(with, eligible);
    return silent == 0
        ? those
        : "%s, of which %d may not list all of their images".formatted(those, silent);
  }
}
