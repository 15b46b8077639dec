package dev.pullable.workload;

import dev.pullable.platform.Placement;
import java.util.List;

/// A Kubernetes object reduced to what decides its pulls.
///
/// @param kind such as `Deployment`
/// @param name its name, or its `generateName`
/// @param namespace the namespace whose secrets count
/// @param template whether the Pods are yet to be made from a template, so that the ServiceAccount
///   admission has not yet run
/// @param serviceAccountName as written, empty where it is not
/// @param imagePullSecrets the names in the Pod spec's list, in order, empty ones kept
/// @param images every image, in the order of the object
public record Workload(
    String kind,
    String name,
    String namespace,
    boolean template,
    String serviceAccountName,
    List<String> imagePullSecrets,
    Placement placement,
    List<ContainerImage> images) {

  public Workload {
    imagePullSecrets = List.copyOf(imagePullSecrets);
    images = List.copyOf(images);
  }

  /// Whether only a part of a Pod was seen, so that its pull secrets and placement are unknown: the
  /// `EphemeralContainers` that API servers before 1.22 send.
  public boolean partial() {
    return kind.equals(WorkloadReader.EPHEMERAL_CONTAINERS);
  }

  /// This workload with other images.
  public Workload withImages(List<ContainerImage> others) {
    return new Workload(
        kind, name, namespace, template, serviceAccountName, imagePullSecrets, placement, others);
  }
}
