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
public record Node(
    String name,
    Map<String, String> labels,
    List<Taint> taints,
    Platform platform,
    Set<String> images) {

  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    images = Set.copyOf(images);
  }
}
