package dev.pullable.registry;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// The certificates that an endpoint needs beside what everybody has, by their content: a file that
/// is exchanged makes another endpoint.
///
/// @param authorities CAs that are trusted beside the usual ones
/// @param clients what is shown to a host that asks who we are
public record EndpointTls(List<X509Certificate> authorities, List<ClientCertificate> clients) {
  /// Nothing beside what everybody has.
  public static final EndpointTls NONE = new EndpointTls(List.of(), List.of());

  public EndpointTls {
    authorities = List.copyOf(authorities);
    clients = List.copyOf(clients);
  }

  /// A client's certificate with its key.
  ///
  /// @param chain the certificate, then those that signed it
  public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
    public ClientCertificate {
      chain = List.copyOf(chain);
    }

    /// By the certificates, which keep theirs; a key would be encoded each time.
    @Override
    public int hashCode() {
      return chain.hashCode();
    }

    @Override
    public String toString() {
      return "a client certificate";
    }
  }

  /// The same trust for a host that is not told who we are.
  EndpointTls withoutClients() {
    return clients.isEmpty() ? this : new EndpointTls(authorities, List.of());
  }

  @Override
  public String toString() {
    return authorities.size() + " CAs, " + clients.size() + " client certificates";
  }
}
