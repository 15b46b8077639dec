package dev.pullable.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What a server presents: a certificate with those that signed it, and its private key, which no
/// text of this object shows.
public final class ServingCertificate {
  private static final int LONGEST_CHAIN = 16;

  private final List<X509Certificate> chain;
  private final PrivateKey privateKey;

  ServingCertificate(List<X509Certificate> chain, PrivateKey privateKey) {
    this.chain = List.copyOf(chain);
    this.privateKey = privateKey;
  }

  /// The certificate that was written as text before, such as a mounted Secret holds it.
  ///
  /// @throws GeneralSecurityException if the texts cannot be read or do not belong together; the
  ///   message quotes neither
  public static ServingCertificate of(String chainPem, String privateKeyPem)
      throws GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(chainPem, LONGEST_CHAIN);
    PrivateKey privateKey = Pem.privateKey(privateKeyPem);
    if (!Certificates.belong(chain.getFirst(), privateKey)) {
      throw new GeneralSecurityException("the private key is not that of the certificate");
    }
    return new ServingCertificate(chain, privateKey);
  }

  /// The certificates, that of the server first.
  public List<X509Certificate> chain() {
    return chain;
  }

  /// The moment from which it is no longer valid.
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// The chain as text, such as `tls.crt` holds.
  public String chainPem() {
    return Pem.of(chain);
  }

  /// The private key as text, such as `tls.key` holds. It is a secret.
  public String privateKeyPem() {
    return Pem.of(privateKey);
  }

  /// A new PKCS#12 key store in memory, with this as its one entry.
  ///
  /// @param alias the name of the entry
  /// @param password protects the entry
  public KeyStore keyStore(String alias, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          alias, privateKey, password.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM makes no PKCS#12 key store", e);
    }
  }

  @Override
  public String toString() {
    X509Certificate leaf = chain.getFirst();
    return "ServingCertificate[serial "
        + leaf.getSerialNumber().toString(16)
        + ", until "
        + notAfter()
        + "]";
  }
}
