package dev.pullable.hosts;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a node's `certs.d` says about one registry.
public sealed interface RegistryHosts {

  /// The hosts that containerd asks.
  ///
  /// @param hosts in the order in which they are asked, never empty; one may be named twice
  /// @param doubts where nodes may ask other hosts than these
  /// @param problem why a `hosts.toml` was passed over, as one clause that quotes nothing of it;
  ///   null if none was
  record Listed(List<RegistryHost> hosts, Set<Doubt> doubts, @Nullable String problem)
      implements RegistryHosts {
    public Listed {
      hosts = List.copyOf(hosts);
      doubts = Set.copyOf(doubts);
    }

    /// The hosts that are asked for a manifest; if there is none, the pull fails without a request.
    // containerd: core/remotes/docker/resolver.go, Resolve and filterHosts
    public List<RegistryHost> asked(boolean byDigest) {
      return hosts.stream().filter(host -> host.isAsked(byDigest)).toList();
    }
  }

  /// A directory or file that is there and cannot be read. containerd fails every pull from the
  /// registry then, but a node may be able to read what this process cannot.
  ///
  /// @param problem one clause that quotes nothing
  record Unreadable(String problem) implements RegistryHosts {}
}
