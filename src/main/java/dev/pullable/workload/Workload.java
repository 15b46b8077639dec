package dev.pullable.workload;

import dev.pullable.platform.Placement;
import java.util.List;
import java.util.Optional;

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
/// @param target what is to be changed for other images
public record Workload(
    String kind,
    String name,
    String namespace,
    boolean template,
    String serviceAccountName,
    List<String> imagePullSecrets,
    Placement placement,
    List<ContainerImage> images,
    Target target) {

  public Workload {
    imagePullSecrets = List.copyOf(imagePullSecrets);
    images = List.copyOf(images);
  }

  /// One that is yet to be made, and by nobody else.
  public Workload(
      String kind,
      String name,
      String namespace,
      boolean template,
      String serviceAccountName,
      List<String> imagePullSecrets,
      Placement placement,
      List<ContainerImage> images) {
    this(
        kind,
        name,
        namespace,
        template,
        serviceAccountName,
        imagePullSecrets,
        placement,
        images,
        new Target(kind, name, false));
  }

  /// Whether only a part of a Pod was seen, so that its pull secrets and placement are unknown: the
  /// `EphemeralContainers` that API servers before 1.22 send.
  public boolean partial() {
    return kind.equals(WorkloadReader.EPHEMERAL_CONTAINERS);
  }

  /// The RuntimeClass that its Pods name, if any.
  public Optional<String> runtimeClassName() {
    return placement.runtimeClassName();
  }

  /// This workload with other images.
  public Workload withImages(List<ContainerImage> others) {
    return with(others, target);
  }

  /// This workload as one that the cluster has already.
  public Workload existing() {
    return with(images, new Target(target.kind(), target.name(), true));
  }

  /// This workload as one whose Pods the ServiceAccount admission has not seen yet.
  public Workload beforeAdmission() {
    return new Workload(
        kind,
        name,
        namespace,
        true,
        serviceAccountName,
        imagePullSecrets,
        placement,
        images,
        target);
  }

  private Workload with(List<ContainerImage> images, Target target) {
    return new Workload(
        kind,
        name,
        namespace,
        template,
        serviceAccountName,
        imagePullSecrets,
        placement,
        images,
        target);
  }
}
