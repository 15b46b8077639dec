package dev.pullable.app;

import dev.pullable.tls.ServingCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;

/// What the web server presents and whom it trusts, as a bundle of Spring Boot. An update holds
/// from the next handshake on; connections that are there stay.
final class ServingBundle implements SslBundleRegistrar {
  static final String NAME = "webhook";

  private ServingCertificate certificate;
  private List<X509Certificate> clientAuthorities = List.of();
  private @Nullable SslBundleRegistry registry;

  /// @param provisional is presented until there is a better one
  ServingBundle(ServingCertificate provisional) {
    certificate = provisional;
  }

  @Override
  public synchronized void registerBundles(SslBundleRegistry bundles) {
    bundles.registerBundle(NAME, bundle(certificate, clientAuthorities));
    registry = bundles;
  }

  synchronized void present(ServingCertificate next) {
    update(next, clientAuthorities);
  }

  /// @param authorities those whose clients may connect
  synchronized void trust(List<X509Certificate> authorities) {
    update(certificate, authorities);
  }

  private void update(ServingCertificate next, List<X509Certificate> authorities) {
    if (registry != null) {
      registry.updateBundle(NAME, bundle(next, authorities));
    }
    certificate = next;
    clientAuthorities = authorities;
  }

  private static SslBundle bundle(
      ServingCertificate certificate, List<X509Certificate> clientAuthorities) {
    // The key store never leaves memory; PKCS#12 wants a password all the same.
    String password = UUID.randomUUID().toString();
    KeyStore trust = clientAuthorities.isEmpty() ? null : trustStore(clientAuthorities);
    return SslBundle.of(
        SslStoreBundle.of(certificate.keyStore(NAME, password), password, trust),
        SslBundleKey.of(password, NAME));
  }

  private static KeyStore trustStore(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("client-ca-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM makes no PKCS#12 key store", e);
    }
  }
}
