package dev.pullable.cluster;

import dev.pullable.platform.Node;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;

/// The cluster's Nodes and RuntimeClasses, listed and watched, of which only what placement needs
/// is kept. Until the first list has come, and where it is forbidden, none are known; the attempt
/// is repeated in the background, and what was seen once stays while the API server is away.
public final class ClusterNodePlatforms implements NodePlatforms, AutoCloseable {
  private final ReducedStore<io.fabric8.kubernetes.api.model.Node, Node> nodes;
  private final ReducedStore<RuntimeClass, Optional<RuntimeClassScheduling>> runtimeClasses;
  private final List<SharedIndexInformer<?>> informers;

  public ClusterNodePlatforms(KubernetesClient client) {
    nodes = new ReducedStore<>(new NodeReader()::read, io.fabric8.kubernetes.api.model.Node::new);
    runtimeClasses = new ReducedStore<>(RuntimeClassReader::read, RuntimeClass::new);
    informers =
        List.of(
            ReducedInformers.of("nodes", client.nodes(), nodes),
            ReducedInformers.of(
                "runtimeclasses", client.resources(RuntimeClass.class), runtimeClasses));
  }

  /// Begins to list and watch, and returns at once.
  public void start() {
    informers.forEach(SharedIndexInformer::start);
  }

  /// Whether both lists have been read once.
  public boolean synced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  @Override
  public List<Node> nodes() {
    return nodes.all();
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return runtimeClasses.named(name).flatMap(scheduling -> scheduling);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
