package dev.pullable.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.audit.Owner.Name;
import dev.pullable.workload.Target;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way from Pods to their topmost owners. A Deployment is told by the names that it gives; what
/// else made a ReplicaSet or a Job is looked up once.
final class Owners {
  static final String MIRROR = "kubernetes.io/config.mirror";

  private static final int MOST_KNOWN = 10_000;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_KIND = 63;
  private static final int LONGEST_VERSION = 320;

  private record Made(String kind, String namespace, String name) {}

  private final RunningObjects running;
  private final Cache<Made, Optional<OwnerReference>> makers =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  Owners(RunningObjects running) {
    this.running = running;
  }

  /// An object as its own owner.
  static Owner itself(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new Owner(
        new Name(Text.of(metadata.getNamespace()), object.getKind(), Text.of(metadata.getName())),
        object.getApiVersion(),
        Text.of(metadata.getUid()),
        "");
  }

  /// @param target what has to be changed, as far as the Pod itself tells
  Owner of(HasMetadata pod, Target target) {
    Optional<OwnerReference> controller = controller(pod.getMetadata());
    // The kubelet's own report of a file on its Node: nothing in the cluster makes it.
    if (controller.isEmpty() || Text.map(pod.getMetadata().getAnnotations()).containsKey(MIRROR)) {
      return itself(pod);
    }
    String namespace = Text.of(pod.getMetadata().getNamespace());
    OwnerReference maker = controller.get();
    if (target.kind().equals("Deployment") && maker.getKind().equals("ReplicaSet")) {
      Name name = new Name(namespace, target.kind(), target.name());
      return new Owner(name, Text.of(maker.getApiVersion()), "", maker.getName());
    }
    return owner(namespace, above(namespace, maker));
  }

  /// The same with its uid, as far as that can be found out.
  Owner withUid(Owner owner) {
    if (!owner.uid().isEmpty() || owner.replicaSet().isEmpty()) {
      return owner;
    }
    Name name = owner.name();
    return maker(new Made("ReplicaSet", name.namespace(), owner.replicaSet()))
        .filter(it -> it.getKind().equals(name.kind()) && it.getName().equals(name.name()))
        .map(it -> owner(name.namespace(), it))
        .orElse(owner);
  }

  private OwnerReference above(String namespace, OwnerReference maker) {
    boolean isMade = maker.getKind().equals("ReplicaSet") || maker.getKind().equals("Job");
    return isMade
        ? maker(new Made(maker.getKind(), namespace, maker.getName())).orElse(maker)
        : maker;
  }

  private Optional<OwnerReference> maker(Made made) {
    return Objects.requireNonNull(
        makers.get(
            made,
            it ->
                running
                    .controllerOf(it.kind(), it.namespace(), it.name())
                    .filter(Owners::isSound)));
  }

  private static Owner owner(String namespace, OwnerReference reference) {
    return new Owner(
        new Name(namespace, reference.getKind(), reference.getName()),
        Text.of(reference.getApiVersion()),
        Text.of(reference.getUid()),
        "");
  }

  private static Optional<OwnerReference> controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences() == null
        ? Optional.empty()
        : metadata.getOwnerReferences().stream()
            .filter(Objects::nonNull)
            .filter(it -> Boolean.TRUE.equals(it.getController()))
            .filter(Owners::isSound)
            .findFirst();
  }

  /// Whoever makes a Pod may write what they like there, and of any length.
  private static boolean isSound(OwnerReference it) {
    return within(it.getKind(), LONGEST_KIND)
        && within(it.getName(), LONGEST_NAME)
        && Text.of(it.getApiVersion()).length() <= LONGEST_VERSION
        && Text.of(it.getUid()).length() <= LONGEST_KIND;
  }

  private static boolean within(@Nullable String text, int most) {
    return text != null && !text.isEmpty() && text.length() <= most;
  }
}
