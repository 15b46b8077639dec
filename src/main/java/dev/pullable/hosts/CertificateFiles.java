package dev.pullable.hosts;

import dev.pullable.hosts.HostTls.ClientCertificate;
import dev.pullable.registry.EndpointTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// What is in the certificate files of a host.
record CertificateFiles(NodeFiles files) {

  EndpointTls read(HostTls tls) throws IOException, GeneralSecurityException {
    List<X509Certificate> authorities = new ArrayList<>();
    for (String file : tls.caFiles()) {
      authorities.addAll(certificates(pem(file)));
    }
    List<EndpointTls.ClientCertificate> clients = new ArrayList<>();
    for (ClientCertificate client : tls.clientCertificates()) {
      clients.add(client(client));
    }
    return new EndpointTls(authorities, clients);
  }

  private EndpointTls.ClientCertificate client(ClientCertificate client)
      throws IOException, GeneralSecurityException {
    String certificate = pem(client.certificate());
    String key = client.key() == null ? certificate : pem(client.key());
    return new EndpointTls.ClientCertificate(certificates(certificate), key(key));
  }

  private String pem(String file) throws IOException {
    return new String(files.read(file), StandardCharsets.ISO_8859_1);
  }

  /// As Go does: what is no certificate is passed over, and there must be one.
  private static List<X509Certificate> certificates(String pem)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          Certificate read =
              factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
          found.add((X509Certificate) read);
        }
      }
    }
    if (found.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return found;
  }

  private static PrivateKey key(String pem) throws IOException, GeneralSecurityException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        switch (next) {
          case PrivateKeyInfo key -> {
            return converter.getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> {}
        }
      }
    }
    throw new GeneralSecurityException("no key");
  }
}
