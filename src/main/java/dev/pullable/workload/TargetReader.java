package dev.pullable.workload;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way from an object's metadata to what has to be changed for other images: what a controller
/// made is made anew from its owner, whatever is done to it.
final class TargetReader {
  /// A Deployment names its ReplicaSets by it (pkg/controller/deployment).
  private static final String HASH = "pod-template-hash";

  private TargetReader() {}

  static Target read(String kind, @Nullable ObjectMeta metadata) {
    if (metadata == null) {
      return new Target(kind, "", false);
    }
    return controller(metadata)
        .map(owner -> owned(owner, metadata))
        .orElseGet(() -> new Target(kind, ownName(metadata), false));
  }

  /// What is made with a `generateName` has its name in the request already, and not in the file.
  private static String ownName(ObjectMeta metadata) {
    return Text.of(metadata.getGenerateName()).isEmpty() ? Text.of(metadata.getName()) : "";
  }

  private static Optional<OwnerReference> controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences() == null
        ? Optional.empty()
        : metadata.getOwnerReferences().stream()
            .filter(Objects::nonNull)
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .findFirst();
  }

  private static Target owned(OwnerReference owner, ObjectMeta metadata) {
    String kind = Text.of(owner.getKind());
    String name = Text.of(owner.getName());
    String hash = metadata.getLabels() == null ? "" : Text.of(metadata.getLabels().get(HASH));
    boolean ofDeployment =
        kind.equals("ReplicaSet") && !hash.isEmpty() && name.endsWith("-" + hash);
    return ofDeployment
        ? new Target("Deployment", name.substring(0, name.length() - hash.length() - 1), true)
        : new Target(kind, name, true);
  }
}
