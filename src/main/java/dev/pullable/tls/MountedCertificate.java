package dev.pullable.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A serving certificate in two files that somebody else renews, as a mounted Secret is. Their
/// content is compared, so that it does not matter how they are replaced; the kubelet swaps a
/// symbolic link above them.
public final class MountedCertificate implements ServedCertificate {
  private static final Logger log = LoggerFactory.getLogger(MountedCertificate.class);

  /// The most that a Secret can hold.
  private static final int LONGEST = 1024 * 1024;

  private static final int ATTEMPTS = 3;

  private final Path certificateFile;
  private final Path privateKeyFile;
  private final InstantSource time;
  private final Consumer<ServingCertificate> server;
  private final Complaint unusable;
  private volatile Content content;
  private volatile ServingCertificate certificate;

  /// The two texts, of which none is ever shown.
  private static final class Content {
    private final String chain;
    private final String key;

    Content(String chain, String key) {
      this.chain = chain;
      this.key = key;
    }

    boolean sameAs(Content other) {
      return chain.equals(other.chain) && key.equals(other.key);
    }
  }

  /// Reads both files and presents what they hold.
  ///
  /// @param server presents a certificate from its next handshake on
  /// @throws IOException if a file cannot be read
  /// @throws GeneralSecurityException if they are no certificate with its key
  public MountedCertificate(
      Path certificateFile,
      Path privateKeyFile,
      Consumer<ServingCertificate> server,
      InstantSource time)
      throws IOException, GeneralSecurityException {
    this.certificateFile = certificateFile;
    this.privateKeyFile = privateKeyFile;
    this.server = server;
    this.time = time;
    unusable =
        new Complaint(log, "The certificate in use stays, " + certificateFile + " is not usable");
    content = read();
    certificate = ServingCertificate.of(content.chain, content.key);
    server.accept(certificate);
  }

  /// Presents what the files hold now, if that is something else that can be used.
  public synchronized void step() {
    try {
      Content now = read();
      if (!now.sameAs(content)) {
        ServingCertificate next = ServingCertificate.of(now.chain, now.key);
        if (!time.instant().isBefore(next.notAfter())) {
          throw new GeneralSecurityException("it expired at " + next.notAfter());
        }
        server.accept(next);
        certificate = next;
        content = now;
        log.info("Serving {} from {}", next, certificateFile);
      }
      unusable.is(null);
    } catch (GeneralSecurityException e) {
      unusable.is(e.getMessage());
    } catch (IOException e) {
      unusable.is(e.toString());
    }
  }

  @Override
  public boolean serving() {
    return time.instant().isBefore(certificate.notAfter());
  }

  @Override
  public Optional<Instant> servingNotAfter() {
    return Optional.of(certificate.notAfter());
  }

  @Override
  public Optional<Instant> authorityNotAfter() {
    return Optional.empty();
  }

  /// Both as of one moment: a swap in between would pair an old certificate with a new key.
  private Content read() throws IOException {
    String chain = text(certificateFile);
    for (int attempt = 1; ; attempt++) {
      String key = text(privateKeyFile);
      String again = text(certificateFile);
      if (again.equals(chain) || attempt == ATTEMPTS) {
        return new Content(again, key);
      }
      chain = again;
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException(file + " is over 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
