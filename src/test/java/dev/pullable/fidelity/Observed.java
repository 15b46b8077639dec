package dev.pullable.fidelity;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;

/// What a kubelet made of a Pod's image.
///
/// @param pulled whether the image got onto the node
/// @param reason the container's state
record Observed(boolean pulled, String reason, String message) {
  private static final Set<String> NOT_YET = Set.of("ContainerCreating", "PodInitializing");
  private static final Set<String> NOT_PULLED =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable");

  /// The first outcome of a Pod's one container; empty while there is none.
  static Optional<Observed> of(Pod pod) {
    if (pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()) {
      return Optional.empty();
    }
    ContainerStatus status = pod.getStatus().getContainerStatuses().getFirst();
    ContainerState state = status.getState();
    if (state.getTerminated() != null || state.getRunning() != null) {
      return Optional.of(new Observed(true, "started", ""));
    }
    if (state.getWaiting() == null || NOT_YET.contains(state.getWaiting().getReason())) {
      return Optional.empty();
    }
    String reason = state.getWaiting().getReason();
    String message = String.valueOf(state.getWaiting().getMessage());
    return Optional.of(new Observed(!NOT_PULLED.contains(reason), reason, message));
  }
}
