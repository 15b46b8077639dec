package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pullable.testregistry.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Who may call where client certificates are asked for.
class ClientCertificateTest {
  private static final byte[] NO_REVIEW = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path dir;

  private final TestAuthority authority = TestAuthority.create();
  private ConfigurableApplicationContext application;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(dir.resolve("cluster"));
    Files.writeString(dir.resolve("client-ca.crt"), authority.certificatePem());
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.tls.client-ca-file=" + dir.resolve("client-ca.crt"),
            "--pullable.tls.client-names=kube-apiserver,apiserver.example");
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void aClientOfTheAuthorityWithAnAllowedNameMayCall() throws Exception {
    assertThat(status(authority.leaf("kube-apiserver"))).isEqualTo(400);
    assertThat(status(authority.leaf("other", "apiserver.example"))).isEqualTo(400);
  }

  @Test
  void anotherNameIsForbidden() throws Exception {
    assertThat(status(authority.leaf("kube-apiserver.evil.example"))).isEqualTo(403);
  }

  @Test
  void withoutACertificateOfTheAuthorityThereIsNoConnection() {
    assertThatThrownBy(() -> status(null)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> status(TestAuthority.create().leaf("kube-apiserver")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> status(authority.expiredLeaf())).isInstanceOf(IOException.class);
  }

  /// A11: none of a hundred.
  @Test
  void noneOfAHundredStrangersGetsAConnection() throws Exception {
    TestAuthority.Leaf foreign = TestAuthority.create().leaf("kube-apiserver");
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      try {
        status(i % 2 == 0 ? null : foreign);
      } catch (IOException _) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(100);
  }

  @Test
  void otherAuthoritiesAreTrustedOnceTheFileNamesThem() throws Exception {
    TestAuthority next = TestAuthority.create();
    Files.writeString(
        dir.resolve("client-ca.crt"), authority.certificatePem() + next.certificatePem());

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> status(next.leaf("kube-apiserver")) == 400);
    assertThat(status(authority.leaf("kube-apiserver"))).isEqualTo(400);
  }

  private int status(TestAuthority.@Nullable Leaf leaf)
      throws IOException, GeneralSecurityException {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (HttpsClient client = new HttpsClient(context(leaf), port)) {
      return client.review("", NO_REVIEW).status();
    }
  }

  private SSLContext context(TestAuthority.@Nullable Leaf leaf)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    try (var pem = Files.newInputStream(dir.resolve("ca.crt"))) {
      trust.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trust);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (leaf != null) {
      own.setKeyEntry("own", leaf.key(), new char[0], new Certificate[] {leaf.certificate()});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
