package dev.pullable.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Trusts a realm with a registry's credential if it is the registry itself, if it is below the
/// same registrable domain, or if it is a token server known to serve that registry.
///
/// - Plain http only where the registry itself is plain http; otherwise such a realm is not even
///   asked anonymously, as its token could be read and changed on its way.
/// - The registry itself means the same host and port, or the same host over verified https on any
///   port: the certificate shows whose it is. Without that, another port of an address or of
///   `localhost` may be anybody's.
/// - An address, and a name without a public suffix, have no registrable domain: only the registry
///   itself, or an entry.
/// - A realm with user information, or whose host is not a plain host name or address, is not
///   asked: no registry needs one, and parsers disagree on where they lead.
public final class KnownTokenServers implements RealmTrust {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final List<TokenServer> servers;

  /// @param configured known beside the well-known ones
  /// @throws IllegalArgumentException if one of them has no valid host
  public KnownTokenServers(Collection<TokenServer> configured) {
    List<TokenServer> all = new ArrayList<>(TokenServer.WELL_KNOWN);
    all.addAll(configured);
    for (TokenServer server : all) {
      if (HostPort.parse(server.registry(), HTTPS) == null
          || HostPort.parse(server.host(), HTTPS) == null) {
        throw new IllegalArgumentException("not a pair of hosts: " + server);
      }
    }
    servers = List.copyOf(all);
  }

  @Override
  public Decision decide(Endpoint registry, RealmUrl realm) {
    boolean plain = realm.scheme().equals("http");
    if (plain ? registry.transport() != Endpoint.Transport.PLAIN : !isHttps(realm)) {
      return new Decision.Unusable("its token server is not on https");
    }
    if (realm.userInfo() != null) {
      return new Decision.Unusable("the address of its token server holds a user name");
    }
    HostPort realmHost = HostPort.parse(realm.host(), plain ? HTTP : HTTPS);
    if (realmHost == null) {
      return new Decision.Unusable("its token server's host is not a host name");
    }
    HostPort registryHost = HostPort.parse(registry.authority(), usualPort(registry));
    boolean trusted =
        registryHost != null
            && (isRegistryItself(registry, registryHost, realmHost, plain)
                || registryHost.sharesRegistrableDomain(realmHost)
                || isKnown(registry, registryHost, realmHost, plain));
    return trusted
        ? new Decision.Trusted()
        : new Decision.Untrusted(realmHost.shown(plain ? HTTP : HTTPS));
  }

  private static boolean isHttps(RealmUrl realm) {
    return realm.scheme().equals("https");
  }

  private static int usualPort(Endpoint registry) {
    return registry.transport() == Endpoint.Transport.PLAIN ? HTTP : HTTPS;
  }

  private static boolean isRegistryItself(
      Endpoint registry, HostPort registryHost, HostPort realmHost, boolean plain) {
    boolean verified = !plain && registry.transport() != Endpoint.Transport.TLS_UNVERIFIED;
    return registryHost.host().equals(realmHost.host())
        && (verified || registryHost.port() == realmHost.port());
  }

  private boolean isKnown(
      Endpoint registry, HostPort registryHost, HostPort realmHost, boolean plain) {
    for (TokenServer server : servers) {
      HostPort known = HostPort.parse(server.registry(), usualPort(registry));
      if (known != null
          && logical(registryHost).equals(logical(known))
          && realmHost.equals(HostPort.parse(server.host(), plain ? HTTP : HTTPS))) {
        return true;
      }
    }
    return false;
  }

  /// Docker Hub is named `docker.io` and dialled at `registry-1.docker.io`.
  private static HostPort logical(HostPort registry) {
    return switch (registry.host()) {
      case "registry-1.docker.io", "index.docker.io" -> new HostPort("docker.io", registry.port());
      default -> registry;
    };
  }
}
