package dev.pullable.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Posts reviews on one connection, with as little work of its own as can be.
final class KeepAliveClient implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;

  KeepAliveClient(int port, Path caFile) throws IOException, GeneralSecurityException {
    this(port, trusting(caFile));
  }

  KeepAliveClient(int port, SSLContext trusting) throws IOException {
    socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// The whole request with which a review is posted.
  static byte[] request(int port, byte[] review) {
    byte[] head =
        """
        POST /validate?timeout=5s HTTP/1.1\r
        Host: localhost:%d\r
        Content-Type: application/json\r
        Accept: application/json, */*\r
        Content-Length: %d\r
        \r
        """
            .formatted(port, review.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + review.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(review, 0, request, head.length, review.length);
    return request;
  }

  static SSLContext trusting(Path caFile) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(caFile)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /// Posts a review that must be admitted without a warning.
  void admitted(byte[] request) throws IOException {
    String body = answer(request);
    if (!body.contains("\"allowed\":true") || body.contains("\"warnings\":[\"")) {
      throw new IOException(body);
    }
  }

  /// Sends a request and gives the body of its answer.
  String answer(byte[] request) throws IOException {
    out.write(request);
    String status = line();
    int length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("no Content-Length after " + status);
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
