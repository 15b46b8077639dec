package dev.pullable.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// The CAs of client certificates, in a file that may change.
final class ClientAuthorities {
  private static final Logger log = LoggerFactory.getLogger(ClientAuthorities.class);

  private final Path file;
  private final ServingBundle bundle;
  private byte[] seen;
  private @Nullable String problem;

  /// @throws InvalidConfigurationPropertyValueException if there are none in the file
  ClientAuthorities(Path file, ServingBundle bundle) {
    this.file = file;
    this.bundle = bundle;
    try {
      seen = Files.readAllBytes(file);
      bundle.trust(certificates(seen));
    } catch (IOException e) {
      throw refused(Settings.cause(e));
    } catch (CertificateException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /// Trusts what the file holds now; where that cannot be read, what it held before.
  void step() {
    try {
      byte[] now = Files.readAllBytes(file);
      if (!Arrays.equals(now, seen)) {
        bundle.trust(certificates(now));
        seen = now;
        log.info("Client certificates are checked against the new content of {}", file);
      }
      problem = null;
    } catch (IOException e) {
      stays(Settings.cause(e));
    } catch (CertificateException e) {
      stays(String.valueOf(e.getMessage()));
    }
  }

  private void stays(String reason) {
    if (!reason.equals(problem)) {
      log.warn("The CAs of client certificates stay as they were, {}: {}", file, reason);
      problem = reason;
    }
  }

  private static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
    List<X509Certificate> all;
    try {
      all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      throw new CertificateException("It holds no certificate in PEM.", e);
    }
    if (all.isEmpty()) {
      throw new CertificateException("It holds no certificate in PEM.");
    }
    return all;
  }

  private InvalidConfigurationPropertyValueException refused(String reason) {
    return new InvalidConfigurationPropertyValueException(
        "pullable.tls.client-ca-file", file, reason);
  }
}
