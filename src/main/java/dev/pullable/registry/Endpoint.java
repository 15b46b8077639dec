package dev.pullable.registry;

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

  /// The base URL, such as `https://registry-1.docker.io/v2`, without a trailing slash.
  public String baseUrl() {
    return (transport == Transport.PLAIN ? "http://" : "https://") + authority + "/v2";
  }
}
