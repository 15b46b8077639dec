package dev.pullable.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One ConfigMap, watched, of which one key is passed on whenever it changes. It needs `list` and
/// `watch` on that name alone. What was seen last stays while the API server is away, and where
/// there is no ConfigMap nothing is heard of.
public final class WatchedConfigMap implements AutoCloseable {
  private final ReducedStore<ConfigMap, Optional<String>> store;
  private final SharedIndexInformer<ConfigMap> informer;

  /// @param changed gets the key's text, or nothing once the ConfigMap or the key is gone; called
  ///   on one thread at a time, and must not throw
  /// @throws IllegalArgumentException if no ConfigMap can have that name
  public WatchedConfigMap(
      KubernetesClient client,
      String namespace,
      String name,
      String key,
      Consumer<Optional<String>> changed) {
    if (!ObjectNames.canExist(namespace, name)) {
      throw new IllegalArgumentException("no ConfigMap can be named " + name);
    }
    store = new ReducedStore<>(it -> text(it, key), ConfigMap::new);
    informer =
        ReducedInformers.of(
            "configmap " + name, client.configMaps().inNamespace(namespace).withName(name), store);
    informer.addEventHandler(new Passing(() -> changed.accept(current(name))));
  }

  /// Begins to list and watch, and returns at once.
  public void start() {
    var _ = informer.start();
  }

  /// Whether it has been looked for once, and what was found has been passed on.
  public boolean synced() {
    return informer.hasSynced();
  }

  @Override
  public void close() {
    informer.stop();
  }

  private Optional<String> current(String name) {
    return store.named(name).flatMap(text -> text);
  }

  private static Optional<String> text(ConfigMap map, String key) {
    return Optional.ofNullable(map.getData()).map(data -> data.get(key));
  }

  /// Whatever happens, it is the store that tells what is there now.
  private record Passing(Runnable change) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap added) {
      change.run();
    }

    @Override
    public void onUpdate(@Nullable ConfigMap before, ConfigMap now) {
      change.run();
    }

    @Override
    public void onDelete(ConfigMap deleted, boolean unknown) {
      change.run();
    }
  }
}
