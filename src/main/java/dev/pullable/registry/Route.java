package dev.pullable.registry;

import java.util.List;

/// Where nodes look for an image.
public sealed interface Route {

  /// The hosts that are asked.
  ///
  /// @param hosts in order, never empty: each is asked if the one before does not have the image.
  ///   Of a host's endpoints, each is asked only if the one before does not speak TLS
  /// @param doubts why some nodes may ask other hosts, each as one clause
  /// @param askedByAll whether every node asks these hosts, whatever others there may be
  record Hosts(List<List<Endpoint>> hosts, List<String> doubts, boolean askedByAll)
      implements Route {
    public Hosts {
      hosts = hosts.stream().map(List::copyOf).toList();
      doubts = List.copyOf(doubts);
    }
  }

  /// There is no telling.
  ///
  /// @param problem one clause that quotes nothing of a file
  record Unknown(String problem) implements Route {}
}
