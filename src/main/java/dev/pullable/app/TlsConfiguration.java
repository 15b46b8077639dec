package dev.pullable.app;

import dev.pullable.app.PullableProperties.Tls;
import dev.pullable.cluster.SecretAuthorityStore;
import dev.pullable.cluster.WebhookCaBundle;
import dev.pullable.tls.AuthorityStore;
import dev.pullable.tls.CaBundle;
import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.CertificateRotation;
import dev.pullable.tls.MemoryAuthorityStore;
import dev.pullable.tls.MountedCertificate;
import dev.pullable.tls.RotationSchedule;
import dev.pullable.tls.ServedCertificate;
import dev.pullable.tls.ServingNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The certificate that the webhook serves: where it comes from, and what renews it.
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {
  /// A `caBundle` that somebody changed is repaired within twice this.
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration PROVISIONAL = Duration.ofDays(1);

  /// Nobody trusts the certificate that the server starts with; it stays for as long as the API
  /// server cannot be asked for the CA.
  @Bean
  ServingBundle servingBundle(PullableProperties properties) {
    ServingNames names = Settings.servingNames(properties.tls());
    return new ServingBundle(
        CertificateAuthority.create(PROVISIONAL, InstantSource.system()).issue(names, PROVISIONAL));
  }

  @Bean
  ServedCertificate servedCertificate(
      PullableProperties properties,
      ServingBundle bundle,
      ObjectProvider<KubernetesClient> client,
      ApplicationAvailability availability) {
    return switch (TlsSettings.mode(properties)) {
      case FILES -> mounted(properties.tls(), bundle);
      case SECRET -> {
        BooleanSupplier ready =
            () -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
        yield inSecret(properties.tls(), bundle, client.getObject(), ready);
      }
      case MEMORY, AUTO -> inMemory(properties.tls(), bundle);
    };
  }

  @Bean
  ReadinessCondition certificateServed(ServedCertificate served) {
    return new ReadinessCondition("a certificate that callers can trust", served::serving);
  }

  /// What comes from an API server is waited for in the background, everything else is there now.
  @Bean(initMethod = "start", destroyMethod = "close")
  RotationSchedule rotationSchedule(
      PullableProperties properties, ServedCertificate served, ServingBundle bundle) {
    Path clientCaFile = properties.tls().clientCaFile();
    Runnable clients =
        clientCaFile == null ? () -> {} : new ClientAuthorities(clientCaFile, bundle)::step;
    Runnable certificate =
        switch (served) {
          case CertificateRotation rotation -> rotation::step;
          case MountedCertificate mounted -> mounted::step;
        };
    return new RotationSchedule(
        () -> {
          clients.run();
          certificate.run();
        },
        INTERVAL);
  }

  private static MountedCertificate mounted(Tls tls, ServingBundle bundle) {
    Path certificate = TlsSettings.required("certificate-file", tls.certificateFile());
    Path privateKey = TlsSettings.required("private-key-file", tls.privateKeyFile());
    try {
      return new MountedCertificate(
          certificate, privateKey, bundle::present, InstantSource.system());
    } catch (IOException e) {
      boolean ofKey =
          e instanceof FileSystemException file && privateKey.toString().equals(file.getFile());
      throw TlsSettings.refused(
          ofKey ? "private-key-file" : "certificate-file",
          ofKey ? privateKey : certificate,
          Settings.cause(e));
    } catch (GeneralSecurityException e) {
      throw TlsSettings.refused(
          "certificate-file", certificate, "With " + privateKey + ": " + e.getMessage() + ".");
    }
  }

  private static CertificateRotation inSecret(
      Tls tls, ServingBundle bundle, KubernetesClient client, BooleanSupplier ready) {
    AuthorityStore store;
    try {
      store = new SecretAuthorityStore(client, TlsSettings.namespace(tls), tls.secret());
    } catch (IllegalArgumentException e) {
      throw TlsSettings.refused("secret", tls.secret(), e.getMessage() + ".");
    }
    return rotation(tls, bundle, store, caBundle(tls, client), ready);
  }

  private static CaBundle caBundle(Tls tls, KubernetesClient client) {
    String configuration = tls.webhookConfiguration();
    if (configuration == null || configuration.isEmpty()) {
      return CaBundle.NONE;
    }
    try {
      return new WebhookCaBundle(client, configuration);
    } catch (IllegalArgumentException e) {
      throw TlsSettings.refused("webhook-configuration", configuration, e.getMessage() + ".");
    }
  }

  private static CertificateRotation inMemory(Tls tls, ServingBundle bundle) {
    CertificateRotation rotation =
        rotation(tls, bundle, new MemoryAuthorityStore(), CaBundle.NONE, () -> true);
    rotation.step();
    return rotation;
  }

  private static CertificateRotation rotation(
      Tls tls,
      ServingBundle bundle,
      AuthorityStore store,
      CaBundle caBundle,
      BooleanSupplier armed) {
    Path caFile = tls.caFile();
    Consumer<String> trusted = caFile == null ? _ -> {} : new CaFile(caFile)::write;
    return new CertificateRotation(
        Settings.servingNames(tls),
        TlsSettings.times(tls),
        new CertificateRotation.Surroundings(store, caBundle, armed, bundle::present, trusted),
        InstantSource.system());
  }
}
