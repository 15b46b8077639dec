package dev.pullable.resolution;

import dev.pullable.platform.Node;
import dev.pullable.reference.ImageReference;
import java.util.List;

/// The names under which a Node that has an image lists it.
public final class NodeImages {
  private static final String DOCKER_HUB = "docker.io/";
  private static final String OFFICIAL = "docker.io/library/";

  private final List<String> names;

  public NodeImages(ImageReference reference) {
    String suffix =
        reference.digest() == null ? ":" + reference.effectiveTag() : "@" + reference.digest();
    String name = reference.name();
    names = List.of(name + suffix, familiar(name) + suffix);
  }

  /// Whether the Node lists it, by tag or by digest; not under both. containerd and CRI-O list
  /// normalised names, Docker (cri-dockerd) the short ones of Docker Hub.
  public boolean isOn(Node node) {
    return names.stream().anyMatch(node.images()::contains);
  }

  private static String familiar(String name) {
    if (name.startsWith(OFFICIAL)) {
      return name.substring(OFFICIAL.length());
    }
    return name.startsWith(DOCKER_HUB) ? name.substring(DOCKER_HUB.length()) : name;
  }
}
