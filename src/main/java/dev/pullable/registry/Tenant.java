package dev.pullable.registry;

import java.util.function.Supplier;

/// The namespace on whose behalf registries are asked, which travels with the thread that asks: it
/// decides what may be taken of what all share, and nothing about any answer.
public final class Tenant {
  private static final ScopedValue<String> NAMESPACE = ScopedValue.newInstance();

  private Tenant() {}

  /// Asks on behalf of a namespace.
  public static <A> A asking(String namespace, Supplier<A> question) {
    return ScopedValue.where(NAMESPACE, namespace).call(question::get);
  }

  /// For whom this thread asks; empty for nobody in particular.
  public static String current() {
    return NAMESPACE.orElse("");
  }

  /// The same task on behalf of who asks now, on whatever thread it is run.
  static Runnable carried(Runnable task) {
    String namespace = current();
    return () -> ScopedValue.where(NAMESPACE, namespace).run(task);
  }
}
