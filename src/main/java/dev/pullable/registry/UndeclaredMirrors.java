package dev.pullable.registry;

import dev.pullable.reference.ImageReference;
import java.util.ArrayList;
import java.util.List;

/// Routes that may not be all: the nodes may ask mirrors of which nothing is known here.
///
/// @param known the routes that are known
public record UndeclaredMirrors(Routes known) implements Routes {
  private static final Route.Doubt DOUBT =
      new Route.Doubt("they may have mirrors that are not declared here", false, List.of());

  @Override
  public Route route(ImageReference reference) {
    return switch (known.route(reference)) {
      case Route.Hosts(var hosts, var doubts) -> {
        List<Route.Doubt> all = new ArrayList<>(doubts);
        all.add(DOUBT);
        yield new Route.Hosts(hosts, all);
      }
      case Route.Unknown unknown -> unknown;
    };
  }
}
