package dev.pullable.app;

import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.ServingCertificate;
import dev.pullable.tls.ServingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The certificate that the webhook serves: made at each start, kept in memory.
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {
  static final String BUNDLE = "webhook";
  private static final Duration LIFETIME = Duration.ofDays(365);

  @Bean
  CertificateAuthority certificateAuthority(PullableProperties properties) {
    CertificateAuthority authority = CertificateAuthority.create(LIFETIME, InstantSource.system());
    write(properties.tls().caFile(), authority.certificatePem());
    return authority;
  }

  @Bean
  ServingCertificate servingCertificate(
      PullableProperties properties, CertificateAuthority authority) {
    ServingNames names = Settings.servingNames(properties.tls());
    return authority.issue(names, LIFETIME);
  }

  @Bean
  SslBundleRegistrar servingBundle(ServingCertificate certificate) {
    // The key store never leaves memory; PKCS#12 wants a password all the same.
    String password = UUID.randomUUID().toString();
    SslBundle bundle =
        SslBundle.of(
            SslStoreBundle.of(certificate.keyStore(BUNDLE, password), password, null),
            SslBundleKey.of(password, BUNDLE));
    return registry -> registry.registerBundle(BUNDLE, bundle);
  }

  private static void write(@Nullable Path file, String pem) {
    if (file == null) {
      return;
    }
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, pem);
    } catch (IOException e) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.tls.ca-file",
          file,
          "The CA's certificate cannot be written there: " + Settings.cause(e));
    }
  }
}
