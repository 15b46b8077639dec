package dev.pullable.cluster;

import dev.pullable.platform.Node;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster's Nodes and RuntimeClasses, listed and watched, of which only what placement needs
/// is kept. Until the first list has come, and where it is forbidden, none are known; the attempt
/// is repeated in the background, and what was seen once stays while the API server is away.
public final class ClusterNodePlatforms implements NodePlatforms, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterNodePlatforms.class);

  /// Full objects exist only a page at a time.
  private static final long PAGE = 500;

  private static final long NO_RESYNC = 0;

  private final ReducedStore<io.fabric8.kubernetes.api.model.Node, Node> nodes;
  private final ReducedStore<RuntimeClass, Optional<RuntimeClassScheduling>> runtimeClasses;
  private final List<SharedIndexInformer<?>> informers;

  public ClusterNodePlatforms(KubernetesClient client) {
    nodes = new ReducedStore<>(new NodeReader()::read, io.fabric8.kubernetes.api.model.Node::new);
    runtimeClasses = new ReducedStore<>(RuntimeClassReader::read, RuntimeClass::new);
    informers =
        List.of(
            informer("nodes", client.nodes(), nodes),
            informer("runtimeclasses", client.resources(RuntimeClass.class), runtimeClasses));
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

  private static <T extends HasMetadata> SharedIndexInformer<T> informer(
      String resource, Informable<T> resources, ReducedStore<T, ?> store) {
    AtomicReference<String> logged = new AtomicReference<>("");
    return resources
        .withLimit(PAGE)
        .runnableInformer(NO_RESYNC)
        .removeNamespaceIndex()
        .itemStore(store)
        .exceptionHandler((started, cause) -> {
          String message = String.valueOf(cause.getMessage());
          if (!message.equals(logged.getAndSet(message))) {
            log.warn("{} cannot be watched, trying again: {}", resource, message);
          }
          return true;
        });
  }
}
