package dev.pullable.platform;

import java.util.List;
import java.util.Map;

/// What a RuntimeClass adds to the placement of the Pods that name it.
public record RuntimeClassScheduling(
    Map<String, String> nodeSelector, List<Toleration> tolerations) {

  public RuntimeClassScheduling {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }
}
