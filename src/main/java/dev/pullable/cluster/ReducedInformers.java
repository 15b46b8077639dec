package dev.pullable.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Informers that fill a [ReducedStore], not started yet, and that never give up.
final class ReducedInformers {
  private static final Logger log = LoggerFactory.getLogger(ReducedInformers.class);

  /// Full objects exist only a page at a time.
  private static final long PAGE = 500;

  private static final long NO_RESYNC = 0;

  private ReducedInformers() {}

  /// @param resource what is listed and watched, for the log
  static <T extends HasMetadata> SharedIndexInformer<T> of(
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
