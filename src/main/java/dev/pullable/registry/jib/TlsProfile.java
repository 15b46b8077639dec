package dev.pullable.registry.jib;

import dev.pullable.registry.EndpointTls.ClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.jspecify.annotations.Nullable;

/// What is believed of a server's certificate.
record TlsProfile(SSLContext context, HostnameVerifier verifier) {

  /// The JVM's own CAs, and those in the given PEM files.
  ///
  /// @throws IllegalArgumentException naming the file that cannot be read
  static TlsProfile verified(List<Path> caFiles) {
    return verified(caFiles, List.of(), List.of());
  }

  /// The same with an endpoint's own certificates.
  static TlsProfile verified(
      List<Path> caFiles, List<X509Certificate> authorities, List<ClientCertificate> clients) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int n = 0;
      for (X509Certificate ca : systemCas()) {
        trusted.setCertificateEntry("ca" + n++, ca);
      }
      for (Path file : caFiles) {
        for (Certificate ca : read(file)) {
          trusted.setCertificateEntry("ca" + n++, ca);
        }
      }
      for (X509Certificate ca : authorities) {
        trusted.setCertificateEntry("ca" + n++, ca);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return new TlsProfile(
          context(factory.getTrustManagers(), clients), new DefaultHostnameVerifier());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot set up TLS", e);
    }
  }

  /// Any certificate for any name: only where containerd does the same, at loopback hosts.
  static TlsProfile unverified() {
    return unverified(List.of());
  }

  /// The same for a host with `skip_verify`.
  static TlsProfile unverified(List<ClientCertificate> clients) {
    try {
      return new TlsProfile(
          context(new TrustManager[] {new TrustAnything()}, clients),
          NoopHostnameVerifier.INSTANCE);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot set up TLS", e);
    }
  }

  private static SSLContext context(TrustManager[] trust, List<ClientCertificate> clients)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(clients), trust, null);
    return context;
  }

  private static KeyManager @Nullable [] keys(List<ClientCertificate> clients)
      throws GeneralSecurityException, IOException {
    if (clients.isEmpty()) {
      return null;
    }
    KeyStore shown = KeyStore.getInstance(KeyStore.getDefaultType());
    shown.load(null, null);
    char[] nothing = new char[0];
    int n = 0;
    for (ClientCertificate client : clients) {
      Certificate[] chain = client.chain().toArray(Certificate[]::new);
      shown.setKeyEntry("client" + n++, client.key(), nothing, chain);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(shown, nothing);
    return factory.getKeyManagers();
  }

  private static List<X509Certificate> systemCas() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return List.of(x509.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  private static Iterable<? extends Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          file + " cannot be read as PEM certificates: " + e.getMessage(), e);
    }
  }

  private static final class TrustAnything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
