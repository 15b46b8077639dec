package dev.pullable.testregistry;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A private certificate authority that lives as long as a test.
public final class TestAuthority {
  private static final String NAME = "CN=Test Authority";

  private final AtomicLong serial = new AtomicLong(1);
  private final KeyPair keys = newKeys();
  private final X509Certificate certificate;

  private TestAuthority() {
    certificate = sign(NAME, keys, Instant.now().plus(Duration.ofDays(1)));
  }

  public static TestAuthority create() {
    return new TestAuthority();
  }

  /// A server certificate with its key.
  ///
  /// @param certificate for exactly the names it was asked for
  /// @param authority who signed it
  public record Leaf(X509Certificate certificate, PrivateKey key, X509Certificate authority) {

    /// For a server that shows this certificate.
    public SSLContext serverContext() {
      return serverContext(null);
    }

    /// For a server that shows this certificate, and trusts clients of an authority.
    ///
    /// @param clients null for everybody's
    public SSLContext serverContext(@Nullable TestAuthority clients) {
      try {
        KeyStore store = emptyStore();
        X509Certificate[] chain = {certificate, authority};
        store.setKeyEntry("leaf", key, new char[0], chain);
        KeyManagerFactory managers =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
            managers.getKeyManagers(), clients == null ? null : clients.trustManagers(), null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    public String certificatePem() {
      return pem(certificate);
    }

    /// PKCS#8.
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }
  }

  /// A certificate for `localhost` and `127.0.0.1`.
  public Leaf leaf() {
    return leaf("localhost", "127.0.0.1");
  }

  /// A certificate for these host names and IPv4 addresses.
  public Leaf leaf(String... names) {
    return leaf(Instant.now().plus(Duration.ofDays(1)), names);
  }

  /// A certificate for `localhost` and `127.0.0.1` that expired an hour ago.
  public Leaf expiredLeaf() {
    return leaf(Instant.now().minus(Duration.ofHours(1)), "localhost", "127.0.0.1");
  }

  private Leaf leaf(Instant notAfter, String... names) {
    KeyPair leafKeys = newKeys();
    return new Leaf(
        sign("CN=" + names[0], leafKeys, notAfter, names), leafKeys.getPrivate(), certificate);
  }

  /// For a client that trusts this authority and no other.
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String certificatePem() {
    return pem(certificate);
  }

  /// Without names, the authority's own.
  private X509Certificate sign(
      String subject, KeyPair subjectKeys, Instant notAfter, String... names) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(NAME),
              BigInteger.valueOf(serial.getAndIncrement()),
              Date.from(Instant.now().minus(Duration.ofDays(1))),
              Date.from(notAfter),
              new X500Name(subject),
              subjectKeys.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(names.length == 0));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames alternatives(String... names) {
    GeneralName[] alternatives = new GeneralName[names.length];
    for (int i = 0; i < names.length; i++) {
      boolean address = names[i].matches("[0-9.]+");
      int type = address ? GeneralName.iPAddress : GeneralName.dNSName;
      alternatives[i] = new GeneralName(type, names[i]);
    }
    return new GeneralNames(alternatives);
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
