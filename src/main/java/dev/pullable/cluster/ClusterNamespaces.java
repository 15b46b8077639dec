package dev.pullable.cluster;

import dev.pullable.policy.NamespaceMarks;
import dev.pullable.policy.Namespaces;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;

/// The cluster's Namespaces, listed and watched, of which only what they say of their policy is
/// kept. Until the first list has come, and where it is forbidden, none are known; the attempt is
/// repeated in the background, and what was seen once stays while the API server is away.
public final class ClusterNamespaces implements Namespaces, AutoCloseable {
  private final ReducedStore<Namespace, NamespaceMarks> store =
      new ReducedStore<>(ClusterNamespaces::read, Namespace::new);
  private final SharedIndexInformer<Namespace> informer;

  public ClusterNamespaces(KubernetesClient client) {
    informer = ReducedInformers.of("namespaces", client.namespaces(), store);
  }

  /// Begins to list and watch, and returns at once.
  public void start() {
    var _ = informer.start();
  }

  /// Whether the list has been read once.
  public boolean synced() {
    return informer.hasSynced();
  }

  @Override
  public Optional<NamespaceMarks> marks(String namespace) {
    return store.named(namespace);
  }

  @Override
  public void close() {
    informer.stop();
  }

  static NamespaceMarks read(Namespace namespace) {
    return NamespaceMarks.read(
        Text.map(namespace.getMetadata().getLabels()),
        Text.map(namespace.getMetadata().getAnnotations()));
  }
}
