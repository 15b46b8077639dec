package dev.pullable.warmup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The webhook's own HTTPS port, as its callers see it.
public final class OwnPort {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final String ALIAS = "served";

  private final InetSocketAddress address;
  private final Supplier<KeyStore> served;

  /// @param served the key store with what is served now; only its certificates are looked at
  public OwnPort(InetSocketAddress address, Supplier<KeyStore> served) {
    this.address = address;
    this.served = served;
  }

  /// Posts reviews one after the other, over one connection where that can be.
  ///
  /// @throws IOException also if one of them is not answered with status 200
  void post(byte[] review, int times) throws IOException, GeneralSecurityException {
    SSLContext trust = trust();
    for (int i = 1; i <= times && !Thread.currentThread().isInterrupted(); i++) {
      HttpsURLConnection connection = open(trust);
      if (i == times) {
        connection.setRequestProperty("Connection", "close");
      }
      exchange(connection, review);
    }
  }

  private HttpsURLConnection open(SSLContext trust) throws IOException {
    String host = address.getAddress().getHostAddress();
    String url =
        "https://%s:%d/validate?timeout=2s"
            .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(trust.getSocketFactory());
    // What is trusted is this one certificate, which is for the Service's name.
    connection.setHostnameVerifier((_, _) -> true);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private static void exchange(HttpsURLConnection connection, byte[] review) throws IOException {
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(review.length);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(review);
    }
    int status = connection.getResponseCode();
    if (status != 200) {
      connection.disconnect();
      throw new IOException("answered with status " + status);
    }
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
  }

  private SSLContext trust() throws IOException, GeneralSecurityException {
    KeyStore own = served.get();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (String alias : Collections.list(own.aliases())) {
      trusted.setCertificateEntry(ALIAS + alias, own.getCertificate(alias));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
