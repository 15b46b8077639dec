package dev.pullable.hosts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.EndpointTls;
import dev.pullable.registry.Route;
import dev.pullable.registry.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/// Where nodes look for images by their `certs.d`. Safe for use by many threads.
public final class ConfiguredRoutes implements Routes {
  private static final int MOST_LISTINGS = 1000;

  private final HostsDirectory directory;
  private final CertificateFiles files;

  /// By identity: a directory's answer is the same one while it is good.
  private final Cache<RegistryHosts.Listed, Conversions> conversions =
      Caffeine.newBuilder().weakKeys().maximumSize(MOST_LISTINGS).build();

  /// @param root where the node's `certs.d` is mounted
  public ConfiguredRoutes(Path root, HostsDirectory directory) {
    this.directory = directory;
    this.files = new CertificateFiles(new NodeFiles(root));
  }

  @Override
  public Route route(ImageReference reference) {
    return switch (directory.hosts(reference)) {
      case RegistryHosts.Unreadable(String problem) -> new Route.Unknown(problem);
      case RegistryHosts.Listed listed -> {
        // A listing is of one registry.
        Conversions routes =
            conversions.get(listed, it -> convert(it, HostsDirectory.namespace(reference)));
        yield reference.digest() == null ? routes.ofTags() : routes.ofDigests();
      }
    };
  }

  private record Conversions(Route ofTags, Route ofDigests) {}

  private Conversions convert(RegistryHosts.Listed listed, String namespace) {
    return new Conversions(route(listed, namespace, false), route(listed, namespace, true));
  }

  private Route route(RegistryHosts.Listed listed, String namespace, boolean byDigest) {
    List<List<Endpoint>> hosts = new ArrayList<>();
    try {
      // A file that is broken fails the pull whichever host it is for.
      for (RegistryHost host : listed.hosts()) {
        List<Endpoint> endpoints = endpoints(host, namespace, files.read(host.tls()));
        if (host.isAsked(byDigest) && !endpoints.isEmpty()) {
          hosts.add(endpoints);
        }
      }
    } catch (IOException
        | GeneralSecurityException
        // A path that is none, and base64 that is none.
        | IllegalArgumentException
        | IllegalStateException e) {
      return new Route.Unknown(
          "a certificate file that certs.d names cannot be read here: "
              + e.getClass().getSimpleName());
    }
    return hosts.isEmpty()
        ? new Route.Unknown("certs.d names no host for it that can be asked")
        : new Route.Hosts(hosts, listed.doubts().stream().sorted().map(Doubt::ofRoute).toList());
  }

  private static List<Endpoint> endpoints(RegistryHost host, String namespace, EndpointTls tls) {
    boolean skipsVerification = host.tls().skipVerify();
    Transport tlsTransport = skipsVerification ? Transport.TLS_UNVERIFIED : Transport.TLS;
    String mirrored = host.mirror() ? namespace : "";
    Endpoint secured = endpoint(host, tlsTransport, mirrored, tls);
    Endpoint plain = endpoint(host, Transport.PLAIN, mirrored, EndpointTls.NONE);
    return switch (host.scheme()) {
      case HTTPS -> List.of(secured);
      case HTTPS_THEN_HTTP -> List.of(secured, plain);
      case HTTP -> List.of(plain);
      case NONE -> List.of();
    };
  }

  private static Endpoint endpoint(
      RegistryHost host, Transport transport, String mirrored, EndpointTls tls) {
    return new Endpoint(
        host.authority(),
        transport,
        host.path(),
        mirrored,
        host.headers(),
        tls,
        host.dialTimeout());
  }
}
