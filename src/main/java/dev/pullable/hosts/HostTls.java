package dev.pullable.hosts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the certificate of a host is verified, and which is shown to it. Files are named as a node
/// finds them: what `hosts.toml` names relatively is below its directory, as it was read here. If
/// one of them cannot be read or holds no certificate, containerd fails every pull from the
/// registry.
///
/// @param caFiles trusted beside the system's own
/// @param skipVerify whether any certificate is taken
public record HostTls(
    List<String> caFiles, List<ClientCertificate> clientCertificates, boolean skipVerify) {

  /// A client's certificate.
  ///
  /// @param key the file of its key; null if the key is in the file of the certificate
  public record ClientCertificate(String certificate, @Nullable String key) {}

  public HostTls {
    caFiles = List.copyOf(caFiles);
    clientCertificates = List.copyOf(clientCertificates);
  }
}
