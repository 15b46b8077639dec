package dev.pullable.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/// The text form of certificates and keys. What it says of unreadable text never quotes it.
final class Pem {
  private Pem() {}

  static String of(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(block("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a certificate has no encoding", e);
      }
    }
    return text.toString();
  }

  /// The key in PKCS#8, unencrypted.
  static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /// The first certificate in the text.
  static X509Certificate certificate(String text) throws GeneralSecurityException {
    if (first(text) instanceof X509CertificateHolder holder) {
      return new JcaX509CertificateConverter().getCertificate(holder);
    }
    throw new GeneralSecurityException("no certificate in PEM");
  }

  /// All certificates in the text, at least one.
  ///
  /// @param most more than these are refused
  static List<X509Certificate> certificates(String text, int most) throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (!(next instanceof X509CertificateHolder holder) || all.size() == most) {
          throw new GeneralSecurityException("not up to " + most + " certificates in PEM");
        }
        all.add(new JcaX509CertificateConverter().getCertificate(holder));
      }
    } catch (IOException | IllegalArgumentException _) {
      throw new GeneralSecurityException("PEM that cannot be read");
    }
    if (all.isEmpty()) {
      throw new GeneralSecurityException("no certificate in PEM");
    }
    return all;
  }

  /// The private key in the text, in PKCS#8 or its algorithm's own form, unencrypted.
  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    try {
      return switch (first(text)) {
        case PrivateKeyInfo key -> new JcaPEMKeyConverter().getPrivateKey(key);
        case PEMKeyPair pair -> new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        case null, default -> throw new GeneralSecurityException("no private key in PEM");
      };
    } catch (IOException _) {
      throw new GeneralSecurityException("a private key that cannot be read");
    }
  }

  private static @Nullable Object first(String text) throws GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      return parser.readObject();
    } catch (IOException | IllegalArgumentException _) {
      throw new GeneralSecurityException("PEM that cannot be read");
    }
  }

  private static String block(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
