package dev.pullable.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A certificate and key that sign serving certificates, held in memory. No text of this object
/// shows the key.
public final class CertificateAuthority {
  private final X509Certificate certificate;
  private final PrivateKey privateKey;
  private final InstantSource time;

  private CertificateAuthority(
      X509Certificate certificate, PrivateKey privateKey, InstantSource time) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.time = time;
  }

  /// A new authority with a key of its own.
  ///
  /// @param lifetime how long from now its certificate is valid
  public static CertificateAuthority create(Duration lifetime, InstantSource time) {
    KeyPair keys = Certificates.keyPair();
    Validity validity = Validity.from(time.instant(), lifetime);
    return new CertificateAuthority(
        Certificates.authority(keys, validity), keys.getPrivate(), time);
  }

  /// The authority that was written as text before.
  ///
  /// @throws GeneralSecurityException if the texts cannot be read, are not of an authority, or do
  ///   not belong together
  public static CertificateAuthority of(
      String certificatePem, String privateKeyPem, InstantSource time)
      throws GeneralSecurityException {
    X509Certificate certificate = Pem.certificate(certificatePem);
    if (certificate.getBasicConstraints() < 0) {
      throw new GeneralSecurityException("the certificate is not of a certificate authority");
    }
    PrivateKey privateKey = Pem.privateKey(privateKeyPem);
    if (!Certificates.belong(certificate, privateKey)) {
      throw new GeneralSecurityException("the private key is not that of the certificate");
    }
    return new CertificateAuthority(certificate, privateKey, time);
  }

  /// A new serving certificate with a key of its own.
  ///
  /// @param lifetime how long from now it is valid, but never longer than this authority
  public ServingCertificate issue(ServingNames names, Duration lifetime) {
    KeyPair keys = Certificates.keyPair();
    Validity validity = Validity.from(time.instant(), lifetime).within(notAfter());
    X509Certificate leaf =
        Certificates.serving(keys.getPublic(), names, validity, certificate, privateKey);
    return new ServingCertificate(List.of(leaf, certificate), keys.getPrivate());
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /// The moment from which it is no longer valid.
  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /// The certificate as text, such as `ca.crt` holds; in base64 it is a `caBundle`.
  public String certificatePem() {
    return Pem.of(List.of(certificate));
  }

  /// The private key as text, such as `ca.key` holds. It is a secret.
  public String privateKeyPem() {
    return Pem.of(privateKey);
  }

  @Override
  public String toString() {
    return "CertificateAuthority[serial "
        + certificate.getSerialNumber().toString(16)
        + ", until "
        + notAfter()
        + "]";
  }
}
