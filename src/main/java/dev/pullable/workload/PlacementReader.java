package dev.pullable.workload;

import dev.pullable.platform.NodeSelectorRequirement;
import dev.pullable.platform.NodeSelectorTerm;
import dev.pullable.platform.Placement;
import dev.pullable.platform.Toleration;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way from a Pod spec to what it says about the Nodes on which it may land.
public final class PlacementReader {
  /// What the DaemonSet controller adds (AddOrUpdateDaemonPodTolerations in
  /// pkg/controller/daemon/util/daemonset_util.go).
  private static final List<Toleration> OF_DAEMONS =
      List.of(
          exists("node.kubernetes.io/not-ready", "NoExecute"),
          exists("node.kubernetes.io/unreachable", "NoExecute"),
          exists("node.kubernetes.io/disk-pressure", "NoSchedule"),
          exists("node.kubernetes.io/memory-pressure", "NoSchedule"),
          exists("node.kubernetes.io/pid-pressure", "NoSchedule"),
          exists("node.kubernetes.io/unschedulable", "NoSchedule"));

  private static final Toleration OF_DAEMONS_ON_HOST_NETWORK =
      exists("node.kubernetes.io/network-unavailable", "NoSchedule");

  private PlacementReader() {}

  static Placement read(PodSpec spec) {
    return placement(spec, tolerations(spec.getTolerations()));
  }

  /// The placement of a DaemonSet's Pods.
  static Placement daemon(PodSpec spec) {
    List<Toleration> tolerations = new ArrayList<>(tolerations(spec.getTolerations()));
    List<Toleration> added = new ArrayList<>(OF_DAEMONS);
    if (Boolean.TRUE.equals(spec.getHostNetwork())) {
      added.add(OF_DAEMONS_ON_HOST_NETWORK);
    }
    added.removeAll(tolerations);
    tolerations.addAll(added);
    return placement(spec, tolerations);
  }

  /// The tolerations of a Pod spec or a RuntimeClass; an absent list is empty.
  public static List<Toleration> tolerations(
      @Nullable List<io.fabric8.kubernetes.api.model.Toleration> written) {
    return each(
        written,
        it ->
            new Toleration(
                Text.of(it.getKey()),
                Text.of(it.getOperator()),
                Text.of(it.getValue()),
                Text.of(it.getEffect())));
  }

  private static Placement placement(PodSpec spec, List<Toleration> tolerations) {
    return new Placement(
        written(spec.getNodeName()),
        Text.map(spec.getNodeSelector()),
        requiredTerms(spec),
        tolerations,
        written(spec.getRuntimeClassName()));
  }

  private static Optional<List<NodeSelectorTerm>> requiredTerms(PodSpec spec) {
    return Optional.ofNullable(spec.getAffinity())
        .map(Affinity::getNodeAffinity)
        .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
        .map(NodeSelector::getNodeSelectorTerms)
        .map(terms -> each(terms, PlacementReader::term));
  }

  private static NodeSelectorTerm term(io.fabric8.kubernetes.api.model.NodeSelectorTerm term) {
    return new NodeSelectorTerm(
        each(term.getMatchExpressions(), PlacementReader::requirement),
        each(term.getMatchFields(), PlacementReader::requirement));
  }

  private static NodeSelectorRequirement requirement(
      io.fabric8.kubernetes.api.model.NodeSelectorRequirement requirement) {
    return new NodeSelectorRequirement(
        Text.of(requirement.getKey()),
        Text.of(requirement.getOperator()),
        each(requirement.getValues(), Text::of));
  }

  private static Optional<String> written(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  private static Toleration exists(String key, String effect) {
    return new Toleration(key, "Exists", "", effect);
  }

  private static <T, R> List<R> each(@Nullable List<T> list, Function<T, R> read) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).map(read).toList();
  }
}
