package dev.pullable.audit;

import java.util.List;

/// Whoever is handed a list of objects page by page, and keeps no page.
public interface Pages<T> {

  /// The list begins, or begins anew: what was handed over before does not count.
  void begin();

  void page(List<T> objects);
}
