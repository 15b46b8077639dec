package dev.pullable.registry;

import dev.pullable.platform.ContainerdRelease;
import dev.pullable.platform.EligiblePlatforms;
import java.util.List;

/// Where nodes look for an image.
public sealed interface Route {

  /// The hosts that are asked.
  ///
  /// @param hosts in order, never empty: each is asked if the one before does not have the image.
  ///   Of a host's endpoints, each is asked only if the one before does not speak TLS
  /// @param doubts why some nodes may ask other hosts
  record Hosts(List<List<Endpoint>> hosts, List<Doubt> doubts) implements Route {
    public Hosts {
      hosts = hosts.stream().map(List::copyOf).toList();
      doubts = List.copyOf(doubts);
    }

    /// Whether every node asks these hosts, whatever others there may be.
    public boolean askedByAll() {
      return doubts.stream().noneMatch(Doubt::instead);
    }

    /// The same for a Pod that runs on some nodes only: without what is so on no Node where it may
    /// land. Of one that may be added nothing is known.
    public Hosts on(EligiblePlatforms platforms) {
      boolean known =
          !platforms.nodes().isEmpty()
              && platforms.groups().stream().noneMatch(group -> group.nodes().isEmpty());
      return known
          ? new Hosts(hosts, doubts.stream().filter(it -> it.isAbout(platforms)).toList())
          : this;
    }
  }

  /// Why some nodes may ask other hosts.
  ///
  /// @param because one clause
  /// @param instead whether these nodes ask others only
  /// @param first the releases of containerd, one a line, from which on it is not so; none where
  ///   that does not depend on the release
  record Doubt(String because, boolean instead, List<ContainerdRelease> first) {
    public Doubt {
      first = List.copyOf(first);
    }

    private boolean isAbout(EligiblePlatforms platforms) {
      return first.isEmpty()
          || platforms.nodes().stream()
              .anyMatch(node ->
                  ContainerdRelease.of(node).map(release -> !release.has(first)).orElse(true));
    }
  }

  /// There is no telling.
  ///
  /// @param problem one clause that quotes nothing of a file
  record Unknown(String problem) implements Route {}
}
