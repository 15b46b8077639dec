package dev.pullable.registry;

import dev.pullable.reference.ImageReference;
import java.util.ArrayList;
import java.util.List;

/// Routes that may not be all: the nodes may ask mirrors of which nothing is known here.
///
/// @param known the routes that are known
public record UndeclaredMirrors(Routes known) implements Routes {
  private static final String DOUBT = "they may have mirrors that are not declared here";

  @Override
  public Route route(ImageReference reference) {
    return switch (known.route(reference)) {
      case Route.Hosts(var hosts, var doubts, boolean askedByAll) -> {
        List<String> all = new ArrayList<>(doubts);
        all.add(DOUBT);
        yield new Route.Hosts(hosts, all, askedByAll);
      }
      case Route.Unknown unknown -> unknown;
    };
  }
}
