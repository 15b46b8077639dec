package dev.pullable.registry;

import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoint.Transport;
import java.util.List;
import java.util.Set;

/// Where containerd dials for a reference when it has no `hosts.toml`.
///
/// @param plainHttp the registries that speak plain http by configuration, each a host with its
///   port as references have it, such as `reg.local:5000`
public record Endpoints(Set<String> plainHttp) implements Routes {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_REGISTRY = "registry-1.docker.io";

  public Endpoints {
    plainHttp = Set.copyOf(plainHttp);
  }

  @Override
  public Route route(ImageReference reference) {
    return new Route.Hosts(List.of(of(reference)), List.of());
  }

  /// The endpoints in the order in which they are tried; never empty. The second is for a registry
  /// that does not speak TLS at the first. The authority may still be one that nothing can dial:
  /// the grammar checks neither a port's range nor an IPv6 address.
  // containerd: core/remotes/docker/config/hosts.go, ConfigureHosts
  public List<Endpoint> of(ImageReference reference) {
    String host = host(reference);
    String authority = host.equals(DOCKER_HUB) ? DOCKER_HUB_REGISTRY : host;
    if (plainHttp.contains(host)) {
      return List.of(new Endpoint(authority, Transport.PLAIN));
    }
    return Loopback.contains(host)
        ? loopback(authority)
        : List.of(new Endpoint(authority, Transport.TLS));
  }

  /// The repository to ask an endpoint for: the reference's path, but for a host with `_`, which
  /// the grammar takes for the path's first component and containerd dials all the same.
  public static String repository(ImageReference reference) {
    String path = reference.path();
    return reference.domain().isEmpty() ? path.substring(path.indexOf('/') + 1) : path;
  }

  private static String host(ImageReference reference) {
    String path = reference.path();
    return reference.domain().isEmpty() ? path.substring(0, path.indexOf('/')) : reference.domain();
  }

  private static List<Endpoint> loopback(String authority) {
    Endpoint unverified = new Endpoint(authority, Transport.TLS_UNVERIFIED);
    Endpoint plain = new Endpoint(authority, Transport.PLAIN);
    return switch (Loopback.port(authority)) {
      case "", "443" -> List.of(unverified);
      case "80" -> List.of(plain);
      default -> List.of(unverified, plain);
    };
  }
}
