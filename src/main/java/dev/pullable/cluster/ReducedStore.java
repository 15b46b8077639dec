package dev.pullable.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An informer's store of cluster-scoped objects that keeps what is read from each and drops the
/// object. To the informer it shows objects of name and resource version alone.
///
/// @param <T> the object
/// @param <R> what is kept of it
final class ReducedStore<T extends HasMetadata, R> implements ItemStore<T> {
  private record Kept<R>(String resourceVersion, R value) {}

  private final Map<String, Kept<R>> kept = new ConcurrentHashMap<>();
  private final Function<T, R> read;
  private final Supplier<T> blank;
  private volatile @Nullable List<R> all;

  ReducedStore(Function<T, R> read, Supplier<T> blank) {
    this.read = read;
    this.blank = blank;
  }

  /// Everything kept; the same list until something changes.
  List<R> all() {
    List<R> list = all;
    if (list == null) {
      list = snapshot();
    }
    return list;
  }

  Optional<R> named(String name) {
    return Optional.ofNullable(kept.get(name)).map(Kept::value);
  }

  @Override
  public String getKey(T object) {
    return object.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T object) {
    String version = object.getMetadata().getResourceVersion();
    Kept<R> previous =
        kept.put(key, new Kept<>(version == null ? "" : version, read.apply(object)));
    forget();
    return shown(key, previous);
  }

  @Override
  public @Nullable T remove(String key) {
    Kept<R> previous = kept.remove(key);
    forget();
    return shown(key, previous);
  }

  @Override
  public @Nullable T get(String key) {
    return shown(key, kept.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return kept.entrySet().stream().map(entry -> show(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private synchronized List<R> snapshot() {
    List<R> list = kept.values().stream().map(Kept::value).toList();
    all = list;
    return list;
  }

  // Waits for a snapshot under way, which might else outlive the change it missed.
  private synchronized void forget() {
    all = null;
  }

  private @Nullable T shown(String key, @Nullable Kept<R> value) {
    return value == null ? null : show(key, value);
  }

  private T show(String key, Kept<R> value) {
    T object = blank.get();
    object.setMetadata(
        new ObjectMetaBuilder().withName(key).withResourceVersion(value.resourceVersion()).build());
    return object;
  }
}
