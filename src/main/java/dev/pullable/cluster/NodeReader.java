package dev.pullable.cluster;

import com.github.benmanes.caffeine.cache.Interner;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.platform.Taint;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way from a Node object to what is kept of it. Nodes of one cluster repeat each other's
/// labels and images, so equal strings are kept once.
final class NodeReader {
  /// The kubelet's default `nodeStatusMaxImages`.
  private static final int MOST_IMAGES = 50;

  /// The kubelet's MaxNamesPerImageInNodeStatus.
  private static final int MOST_NAMES = 5;

  private static final long UNKNOWN = Node.Disk.UNKNOWN.allocatable();
  private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

  private final Interner<String> strings = Interner.newWeakInterner();

  Node read(io.fabric8.kubernetes.api.model.Node node) {
    Map<String, String> labels = new HashMap<>();
    Text.map(node.getMetadata().getLabels())
        .forEach((key, value) -> labels.put(strings.intern(key), strings.intern(value)));
    NodeStatus status = Objects.requireNonNullElseGet(node.getStatus(), NodeStatus::new);
    return new Node(
        Text.of(node.getMetadata().getName()),
        labels,
        taints(node.getSpec()),
        platform(labels, status.getNodeInfo()),
        images(status),
        mayHoldMore(status),
        disk(status),
        strings.intern(
            Optional.ofNullable(status.getNodeInfo())
                .map(NodeSystemInfo::getContainerRuntimeVersion)
                .orElse("")));
  }

  private List<Taint> taints(@Nullable NodeSpec spec) {
    List<Taint> taints = new ArrayList<>();
    if (spec == null) {
      return taints;
    }
    for (var taint :
        Objects.requireNonNullElse(
            spec.getTaints(), List.<io.fabric8.kubernetes.api.model.Taint>of())) {
      if (taint != null) {
        taints.add(
            new Taint(
                strings.intern(Text.of(taint.getKey())),
                strings.intern(Text.of(taint.getValue())),
                strings.intern(Text.of(taint.getEffect()))));
      }
    }
    // The scheduler reads the field as this taint (its plugin NodeUnschedulable).
    if (Boolean.TRUE.equals(spec.getUnschedulable())
        && taints.stream().noneMatch(taint -> taint.key().equals(UNSCHEDULABLE))) {
      taints.add(new Taint(UNSCHEDULABLE, "", "NoSchedule"));
    }
    return taints;
  }

  private Platform platform(Map<String, String> labels, @Nullable NodeSystemInfo written) {
    NodeSystemInfo system = Objects.requireNonNullElseGet(written, NodeSystemInfo::new);
    String os = labels.getOrDefault("kubernetes.io/os", Text.of(system.getOperatingSystem()));
    String architecture =
        labels.getOrDefault("kubernetes.io/arch", Text.of(system.getArchitecture()));
    String osVersion = os.equals("windows") ? Text.of(system.getKernelVersion()) : "";
    return new Platform(
        strings.intern(os), strings.intern(architecture), "", strings.intern(osVersion), List.of());
  }

  private Set<String> images(NodeStatus status) {
    Set<String> images = new HashSet<>();
    for (ContainerImage image :
        Objects.requireNonNullElse(status.getImages(), List.<ContainerImage>of())) {
      Optional.ofNullable(image)
          .map(ContainerImage::getNames)
          .ifPresent(names -> names.forEach(name -> images.add(strings.intern(Text.of(name)))));
    }
    images.remove("");
    return images;
  }

  /// The kubelet cuts both lists short (pkg/kubelet/nodestatus/setters.go, Images).
  private static boolean mayHoldMore(NodeStatus status) {
    List<ContainerImage> images =
        Objects.requireNonNullElse(status.getImages(), List.<ContainerImage>of());
    return images.size() >= MOST_IMAGES
        || images.stream()
            .anyMatch(image ->
                image != null && image.getNames() != null && image.getNames().size() >= MOST_NAMES);
  }

  private static Node.Disk disk(NodeStatus status) {
    boolean pressure =
        Objects.requireNonNullElse(status.getConditions(), List.<NodeCondition>of()).stream()
            .anyMatch(it ->
                it != null && "DiskPressure".equals(it.getType()) && "True".equals(it.getStatus()));
    Map<String, Quantity> allocatable =
        Objects.requireNonNullElse(status.getAllocatable(), Map.<String, Quantity>of());
    return new Node.Disk(bytes(allocatable.get("ephemeral-storage")), pressure);
  }

  /// Where the kubelet does not measure its disk there is no quantity, or it is zero.
  private static long bytes(@Nullable Quantity quantity) {
    if (quantity == null || quantity.getAmount() == null) {
      return UNKNOWN;
    }
    try {
      BigDecimal bytes = Quantity.getAmountInBytes(quantity);
      boolean usable = bytes.signum() > 0 && bytes.compareTo(MOST_BYTES) < 0;
      return usable ? bytes.longValue() : UNKNOWN;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return UNKNOWN;
    }
  }
}
