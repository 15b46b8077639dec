package dev.pullable.hosts;

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

  /// The reason, as one clause.
  public String because() {
    return because;
  }
}
