package dev.pullable.workload;

/// One image that a workload will pull.
///
/// @param fieldPath where it stands in the object, such as `spec.template.spec.containers[0].image`
/// @param carrier the container's or volume's name
/// @param image the string as written; never empty
/// @param pullPolicy when it is pulled
public record ContainerImage(
    String fieldPath, Kind kind, String carrier, String image, PullPolicy pullPolicy) {

  /// What carries the image.
  public enum Kind {
    CONTAINER,
    INIT_CONTAINER,
    EPHEMERAL_CONTAINER,
    IMAGE_VOLUME
  }

  /// `imagePullPolicy`, defaulted as the API server does.
  public enum PullPolicy {
    ALWAYS,
    IF_NOT_PRESENT,
    NEVER
  }
}
