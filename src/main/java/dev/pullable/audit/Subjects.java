package dev.pullable.audit;

import dev.pullable.platform.NodeSelectorTerm;
import dev.pullable.platform.Placement;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Target;
import dev.pullable.workload.Text;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects as they are handed over page by page, reduced at once to what decides their pulls: Pods
/// of one owner with equal content are one.
final class Subjects<T extends HasMetadata> implements Pages<T> {
  /// A Pod may be as large as etcd takes.
  private static final long MOST_CHARS = 32 << 20;

  private final WorkloadReader reader;
  private final Owners owners;
  private final int most;
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private long chars;
  private int objects;
  private int omitted;

  private record Key(Owner.Name owner, Workload workload) {}

  private static final class Group {
    final Owner owner;
    final Workload workload;
    final List<NodeSelectorTerm> terms = new ArrayList<>();
    int pods;

    Group(Owner owner, Workload workload) {
      this.owner = owner;
      this.workload = workload;
    }
  }

  /// @param most how many groups are kept
  Subjects(WorkloadReader reader, Owners owners, int most) {
    this.reader = reader;
    this.owners = owners;
    this.most = most;
  }

  @Override
  public void begin() {
    groups.clear();
    chars = 0;
    objects = 0;
    omitted = 0;
  }

  @Override
  public void page(List<T> page) {
    page.stream().filter(Subjects::isHereToStay).forEach(this::add);
  }

  /// How many objects were looked at.
  int objects() {
    return objects;
  }

  /// How many found no room.
  int omitted() {
    return omitted;
  }

  List<Subject> all() {
    return groups.values().stream().map(Subjects::subject).toList();
  }

  private static boolean isHereToStay(HasMetadata object) {
    if (object.getMetadata().getDeletionTimestamp() != null) {
      return false;
    }
    return switch (object) {
      case Pod pod -> !hasEnded(pod);
      case CronJob job -> job.getSpec() == null || !Boolean.TRUE.equals(job.getSpec().getSuspend());
      case io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob job ->
          job.getSpec() == null || !Boolean.TRUE.equals(job.getSpec().getSuspend());
      default -> true;
    };
  }

  private static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private void add(T object) {
    objects++;
    reader
        .read(object, Text.of(object.getMetadata().getNamespace()))
        .filter(it -> !it.images().isEmpty())
        .ifPresent(it -> add(object, it));
  }

  private void add(T object, Workload read) {
    Owner owner = object instanceof Pod ? owners.of(object, read.target()) : Owners.itself(object);
    boolean bound = owner.name().kind().equals("Pod");
    boolean daemon = owner.name().kind().equals("DaemonSet");
    Placement placement = bound ? read.placement() : anew(read.placement(), daemon);
    Key key = new Key(owner.name(), workload(read, owner, placement));
    Group group = groups.get(key);
    if (group == null) {
      int size = key.toString().length();
      if (groups.size() >= most || chars + size > MOST_CHARS) {
        omitted++;
        return;
      }
      group = new Group(owner, key.workload());
      groups.put(key, group);
      chars += size;
    }
    group.pods += object instanceof Pod ? 1 : 0;
    if (daemon) {
      group.terms.addAll(read.placement().requiredTerms().orElse(List.of()));
    }
  }

  /// What its controller makes anew may land elsewhere. The DaemonSet controller puts the Node's
  /// name in place of the required affinity (pkg/controller/daemon/util/daemonset_util.go): those
  /// of all of its Pods are put together.
  private static Placement anew(Placement placement, boolean daemon) {
    return new Placement(
        Optional.empty(),
        placement.nodeSelector(),
        daemon ? Optional.empty() : placement.requiredTerms(),
        placement.tolerations(),
        placement.runtimeClassName());
  }

  /// Nobody adds an ephemeral container to a Pod that is made anew.
  private static Workload workload(Workload read, Owner owner, Placement placement) {
    List<ContainerImage> images =
        read.images().stream()
            .filter(it -> it.kind() != ContainerImage.Kind.EPHEMERAL_CONTAINER)
            .toList();
    Owner.Name name = owner.name();
    return new Workload(
        read.kind(),
        name.name(),
        name.namespace(),
        read.template(),
        read.serviceAccountName(),
        read.imagePullSecrets(),
        placement,
        images,
        new Target(name.kind(), name.name(), true));
  }

  private static Subject subject(Group group) {
    if (group.terms.isEmpty()) {
      return new Subject(group.owner, group.workload, group.pods);
    }
    Workload it = group.workload;
    Placement placement =
        new Placement(
            Optional.empty(),
            it.placement().nodeSelector(),
            Optional.of(group.terms),
            it.placement().tolerations(),
            it.placement().runtimeClassName());
    Workload placed =
        new Workload(
            it.kind(),
            it.name(),
            it.namespace(),
            it.template(),
            it.serviceAccountName(),
            it.imagePullSecrets(),
            placement,
            it.images(),
            it.target());
    return new Subject(group.owner, placed, group.pods);
  }
}
