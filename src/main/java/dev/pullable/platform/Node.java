package dev.pullable.platform;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of a Node through the Kubernetes API.
///
/// @param platform its os, architecture and (on Windows) os version; never a CPU variant, which a
///   Node does not tell
/// @param images the names under which it lists images as present; at most 50 images are listed, so
///   that absence proves nothing
/// @param mayHoldMore whether it lists as many images, or names of one, as a kubelet does at most
/// @param containerRuntimeVersion such as `containerd://2.1.4`; empty where it is not told
public record Node(
    String name,
    Map<String, String> labels,
    List<Taint> taints,
    Platform platform,
    Set<String> images,
    boolean mayHoldMore,
    Disk disk,
    String containerRuntimeVersion) {

  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    images = Set.copyOf(images);
  }

  /// A Node that tells neither its disk nor its container runtime.
  public Node(
      String name,
      Map<String, String> labels,
      List<Taint> taints,
      Platform platform,
      Set<String> images) {
    this(name, labels, taints, platform, images, false, Disk.UNKNOWN, "");
  }

  /// Where a Node keeps images and containers.
  ///
  /// @param allocatable its allocatable `ephemeral-storage` in bytes; -1 where it is not told
  /// @param pressure whether it is short of disk (DiskPressure)
  public record Disk(long allocatable, boolean pressure) {
    /// Nothing is known of it.
    public static final Disk UNKNOWN = new Disk(-1, false);
  }
}
