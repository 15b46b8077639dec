package dev.pullable.hosts;

import dev.pullable.platform.ContainerdRelease;
import dev.pullable.registry.Route;
import java.util.List;

/// A reason why nodes may ask other hosts than those listed, which are what containerd 2.2 and
/// later ask. Every one was seen by running the releases it names.
public enum Doubt {
  /// The `hosts.toml` is not valid. containerd passes over it and logs an error, but each release
  /// has a TOML library of its own, with its own idea of what is valid.
  FILE_PASSED_OVER("another TOML library may find the file valid"),
  /// The file has no `[host]`. Releases before 2.0 pass over it.
  NO_HOST_TABLE("containerd before 2.0 passes over a file without a [host] table"),
  /// The file names the capability `referrers`. Releases before 2.2 pass over it.
  REFERRERS("containerd before 2.2 passes over a file with the capability referrers"),
  /// The file is written in a way that the TOML library of releases before 2.0 takes otherwise.
  OLDER_TOML("containerd before 2.0 reads the way in which this file is written otherwise"),
  /// Releases before 1.6.25 and 1.7.8 ask over plain http only what later ones ask over TLS first.
  PLAIN_HTTP("containerd before 1.6.25 and 1.7.8 does not try TLS first");

  private final String because;

  Doubt(String because) {
    this.because = because;
  }

  /// What it means for a route. An early release asks the same host, over plain http only.
  Route.Doubt ofRoute() {
    return new Route.Doubt(because, this != PLAIN_HTTP, first());
  }

  /// The releases, one a line, from which on it is not so; none where that does not matter.
  private List<ContainerdRelease> first() {
    return switch (this) {
      case FILE_PASSED_OVER -> List.of();
      case NO_HOST_TABLE, OLDER_TOML -> List.of(new ContainerdRelease(2, 0, 0));
      case REFERRERS -> List.of(new ContainerdRelease(2, 2, 0));
      case PLAIN_HTTP -> List.of(new ContainerdRelease(1, 6, 25), new ContainerdRelease(1, 7, 8));
    };
  }
}
