package dev.pullable.cluster;

import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.workload.PlacementReader;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Optional;

/// The way from a RuntimeClass to the scheduling that it adds.
final class RuntimeClassReader {
  private RuntimeClassReader() {}

  static Optional<RuntimeClassScheduling> read(RuntimeClass runtimeClass) {
    return Optional.ofNullable(runtimeClass.getScheduling())
        .map(scheduling ->
            new RuntimeClassScheduling(
                Text.map(scheduling.getNodeSelector()),
                PlacementReader.tolerations(scheduling.getTolerations())));
  }
}
