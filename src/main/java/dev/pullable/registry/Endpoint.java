package dev.pullable.registry;

import java.util.Locale;

/// Where one registry is dialled: the base of its `/v2/` API.
///
/// @param authority host, and port if there is one, as dialled, such as `registry-1.docker.io`
/// @param transport how the connection is secured
public record Endpoint(String authority, Transport transport) {

  /// How the connection to a registry is secured.
  public enum Transport {
    /// TLS, the certificate verified.
    TLS,
    /// TLS, any certificate accepted, as containerd does for loopback hosts.
    TLS_UNVERIFIED,
    /// Plain http.
    PLAIN
  }

  /// The same endpoint in one spelling, so that what is counted by host cannot be had anew by
  /// writing the host otherwise.
  public Endpoint canonical() {
    int usual = transport == Transport.PLAIN ? 80 : 443;
    HostPort read = HostPort.parse(authority, usual);
    String spelt = read == null ? authority.toLowerCase(Locale.ROOT) : read.shown(usual);
    return new Endpoint(spelt, transport);
  }

  /// The base URL, such as `https://registry-1.docker.io/v2`, without a trailing slash.
  public String baseUrl() {
    return (transport == Transport.PLAIN ? "http://" : "https://") + authority + "/v2";
  }
}
