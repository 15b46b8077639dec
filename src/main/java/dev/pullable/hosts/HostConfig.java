package dev.pullable.hosts;

import dev.pullable.credential.Secret;
import dev.pullable.hosts.HostTls.ClientCertificate;
import dev.pullable.hosts.RegistryHost.Capability;
import dev.pullable.hosts.RegistryHost.Scheme;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A host as configured, before what is left open is filled in.
///
/// @param explicitTls whether anything was said about TLS, so that it is tried before plain http
/// @param dialTimeout null if it is not given
record HostConfig(
    HostUrl url,
    Set<Capability> capabilities,
    boolean explicitTls,
    HostTls tls,
    Map<String, List<Secret>> headers,
    @Nullable Duration dialTimeout) {

  private static final Set<Capability> ALL = Set.of(Capability.values());

  /// The host of a registry with nothing but certificates, of which there may be none.
  static HostConfig of(List<String> caFiles, List<ClientCertificate> clients) {
    return new HostConfig(
        HostUrl.NONE,
        ALL,
        !caFiles.isEmpty() || !clients.isEmpty(),
        new HostTls(caFiles, clients, false),
        Map.of(),
        null);
  }

  /// @param server the URL of the host, empty for the registry's own
  /// @param directory where relative files are
  // containerd: core/remotes/docker/config/hosts.go, parseHostConfig
  static HostConfig of(String server, HostTable table, String directory) throws MalformedHostsFile {
    HostFiles files = new HostFiles(directory);
    List<ClientCertificate> clients = files.clientCertificates(table.client());
    Boolean skipVerify = table.skipVerify();
    boolean explicitTls = !table.ca().isMissingNode() || !clients.isEmpty() || skipVerify != null;
    return new HostConfig(
        HostUrl.parse(server, table.overridePath()),
        HostValues.capabilities(table.capabilities()),
        explicitTls,
        new HostTls(files.ca(table.ca()), clients, skipVerify != null && skipVerify),
        HostValues.headers(table.header()),
        HostValues.dialTimeout(table.dialTimeout()));
  }

  /// This host, or where it has no URL the registry's own, with what else is said of it.
  // containerd: core/remotes/docker/config/hosts.go, ConfigureHosts
  HostConfig orOwn(List<Endpoint> own) {
    if (!url.authority().isEmpty()) {
      return this;
    }
    Endpoint first = own.getFirst();
    boolean unverified = first.transport() == Transport.TLS_UNVERIFIED;
    boolean plain = first.transport() == Transport.PLAIN || own.size() > 1;
    return new HostConfig(
        new HostUrl(plain ? "http" : "https", first.authority(), "/v2"),
        ALL,
        explicitTls || unverified,
        unverified ? new HostTls(tls.caFiles(), tls.clientCertificates(), true) : tls,
        headers,
        dialTimeout);
  }

  /// @param namespace the registry as references have it
  RegistryHost host(String namespace) {
    return new RegistryHost(
        scheme(),
        url.authority(),
        url.path(),
        capabilities,
        tls,
        headers,
        dialTimeout,
        isMirrorOf(namespace));
  }

  private Scheme scheme() {
    boolean triesTls = explicitTls && !url.authority().endsWith(":80");
    return url.authority().isEmpty()
        ? Scheme.NONE
        : switch (url.scheme()) {
          case "https" -> Scheme.HTTPS;
          case "http" -> triesTls ? Scheme.HTTPS_THEN_HTTP : Scheme.HTTP;
          default -> Scheme.NONE;
        };
  }

  // containerd: core/remotes/docker/registry.go, isProxy
  private boolean isMirrorOf(String namespace) {
    boolean hub = namespace.equals("docker.io") && url.authority().equals("registry-1.docker.io");
    return !hub && !namespace.equals(url.authority());
  }
}
