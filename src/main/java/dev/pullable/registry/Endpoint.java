package dev.pullable.registry;

import dev.pullable.credential.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where and how one host is asked for a registry. A value, compared by its content, since what is
/// known, limited and pooled is kept by it; its text shows no secret.
///
/// @param authority host, and port if there is one, as dialled, such as `registry-1.docker.io`
/// @param transport how the connection is secured
/// @param path the base of the API, such as `/v2`; empty if it is at the root
/// @param namespace the registry that a mirror is asked for, named in `?ns=`; empty at its own host
/// @param headers sent to this host with every request
/// @param tls certificates beside what everybody has
/// @param dialTimeout how long a connection may take; null for the usual
public record Endpoint(
    String authority,
    Transport transport,
    String path,
    String namespace,
    Map<String, List<Secret>> headers,
    EndpointTls tls,
    @Nullable Duration dialTimeout) {
  private static final String API = "/v2";

  public Endpoint {
    headers = Map.copyOf(headers);
  }

  /// A registry's own host of which nothing else is said.
  public Endpoint(String authority, Transport transport) {
    this(authority, transport, API, "", Map.of(), EndpointTls.NONE, null);
  }

  /// How the connection to a registry is secured.
  public enum Transport {
    /// TLS, the certificate verified.
    TLS,
    /// TLS, any certificate accepted, as containerd does for loopback hosts.
    TLS_UNVERIFIED,
    /// Plain http.
    PLAIN
  }

  /// The same host in one spelling, so that what is counted by host cannot be had anew by writing
  /// the host otherwise.
  public Endpoint canonical() {
    int usual = transport == Transport.PLAIN ? 80 : 443;
    HostPort read = HostPort.parse(authority, usual);
    String spelt = read == null ? authority.toLowerCase(Locale.ROOT) : read.shown(usual);
    // Its TLS stays: one registry's wrong CA file says nothing about the others of a mirror.
    return new Endpoint(spelt, transport, API, "", Map.of(), tls, null);
  }

  /// The base URL, such as `https://registry-1.docker.io/v2`, without a trailing slash.
  public String baseUrl() {
    return (transport == Transport.PLAIN ? "http://" : "https://") + authority + escapedPath();
  }

  /// The URL of something below the base.
  ///
  /// @param below such as `/team/app/tags/list?n=1`
  public String url(String below) {
    if (namespace.isEmpty()) {
      return baseUrl() + below;
    }
    // containerd: core/remotes/docker/resolver.go, addNamespace
    String ns = "ns=" + URLEncoder.encode(namespace, StandardCharsets.UTF_8);
    return baseUrl() + below + (below.indexOf('?') < 0 ? "?" : "&") + ns;
  }

  /// The same host for requests that are not for the registry, such as for a token, at another
  /// authority: with nothing that proves who asks.
  public Endpoint atAnother(String other) {
    return new Endpoint(other, Transport.TLS, API, "", Map.of(), tls.withoutClients(), dialTimeout);
  }

  private String escapedPath() {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException notAPath) {
      return path;
    }
  }
}
