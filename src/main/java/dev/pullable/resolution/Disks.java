package dev.pullable.resolution;

import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.EligiblePlatforms.Group;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.resolution.Resolution.Concern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What there is to say about the disks of the Nodes that an image serves. Never more than a
/// concern: images may be kept on a disk of their own (imagefs), which a Node does not tell.
///
/// @param served what Nodes pull, by the platform of those that are served
/// @param present the Nodes that have the image already, where it has found room
record Disks(EligiblePlatforms platforms, Map<Platform, Content> served, Predicate<Node> present) {

  List<Concern> concerns() {
    List<Node> nodes =
        platforms.nodes().stream().filter(node -> served.containsKey(node.platform())).toList();
    List<Concern> concerns = new ArrayList<>();
    tooSmall(nodes).ifPresent(concerns::add);
    pressure(nodes).ifPresent(concerns::add);
    return concerns;
  }

  /// containerd keeps the compressed layers beside what it unpacks from them, so that what is
  /// larger compressed than all that Pods and images may take together never fits. The scheduler
  /// knows nothing of it, and may choose any of these Nodes.
  private Optional<Concern> tooSmall(List<Node> nodes) {
    List<Node> small = nodes.stream().filter(this::isTooSmall).toList();
    if (small.isEmpty()) {
      return Optional.empty();
    }
    long size = small.stream().mapToLong(this::size).max().orElseThrow();
    long most = small.stream().mapToLong(it -> it.disk().allocatable()).max().orElseThrow();
    return Optional.of(
        new Concern(
            Reason.DISK_TOO_SMALL,
            new ByteSize(size).toString(),
            new ByteSize(most).toString(),
            names(small),
            concerned(small)));
  }

  private boolean isTooSmall(Node node) {
    return node.disk().allocatable() > 0
        && size(node) > node.disk().allocatable()
        && !present.test(node);
  }

  private long size(Node node) {
    Content content = served.get(node.platform());
    return content == null ? 0 : content.size().orElse(0);
  }

  /// The scheduler passes by a Node under pressure (a taint), and its kubelet lets no Pod in and
  /// deletes images (pkg/kubelet/eviction): the Pod lands on another one, or waits. Only where
  /// there is no other one is there something to say.
  private Optional<Concern> pressure(List<Node> nodes) {
    boolean all = !nodes.isEmpty() && nodes.stream().allMatch(node -> node.disk().pressure());
    return all && !mayBeAdded()
        ? Optional.of(
            new Concern(
                Reason.DISK_PRESSURE,
                "%d of %d eligible nodes".formatted(nodes.size(), platforms.nodes().size()),
                "",
                names(nodes),
                concerned(nodes)))
        : Optional.empty();
  }

  /// A platform that counts without a Node of it is one that an autoscaler adds.
  private boolean mayBeAdded() {
    return platforms.groups().stream()
        .filter(group -> group.nodes().isEmpty())
        .map(Group::platform)
        .anyMatch(served::containsKey);
  }

  private NodesConcerned concerned(List<Node> nodes) {
    return new NodesConcerned(nodes.size(), platforms.nodes().size(), List.of());
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }
}
