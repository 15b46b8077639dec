package dev.pullable.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource FIXED = InstantSource.fixed(NOW);
  private static final ServingNames NAMES =
      ServingNames.of(List.of("pullable.pullable.svc", "localhost"), List.of("127.0.0.1", "::1"));

  private final CertificateAuthority authority =
      CertificateAuthority.create(Duration.ofDays(3650), FIXED);

  @Test
  void theAuthoritySignsCertificatesOnly() throws Exception {
    X509Certificate certificate = authority.certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(usages(certificate)).containsExactlyInAnyOrder(5, 6);
    assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
  }

  @Test
  void aServingCertificateServesItsNamesOnly() throws Exception {
    X509Certificate leaf = authority.issue(NAMES, Duration.ofDays(7)).chain().getFirst();

    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(usages(leaf)).containsExactly(0);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> name.get(0) + "=" + name.get(1))
        .containsExactly(
            "2=pullable.pullable.svc", "2=localhost", "7=127.0.0.1", "7=0:0:0:0:0:0:0:1");
    assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
  }

  @Test
  void theChainVerifies() throws Exception {
    List<X509Certificate> chain = authority.issue(NAMES, Duration.ofDays(7)).chain();

    assertThat(chain).hasSize(2).last().isEqualTo(authority.certificate());
    verify(chain.getFirst(), authority.certificate(), NOW);
    verify(chain.getFirst(), authority.certificate(), NOW.minusSeconds(60));
    assertThatThrownBy(
            () -> verify(chain.getFirst(), authority.certificate(), NOW.plusSeconds(8 * 86_400)))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() ->
            verify(
                chain.getFirst(),
                CertificateAuthority.create(Duration.ofDays(1), FIXED).certificate(),
                NOW))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void theKeyIdentifiersLinkTheChain() {
    X509Certificate leaf = authority.issue(NAMES, Duration.ofDays(7)).chain().getFirst();
    byte[] subject = authority.certificate().getExtensionValue("2.5.29.14");
    byte[] signer = leaf.getExtensionValue("2.5.29.35");

    // The last 20 bytes of the one are the identifier, which the other quotes.
    assertThat(signer).containsSequence(Arrays.copyOfRange(subject, subject.length - 20, 24));
  }

  @Test
  void aCertificateIsBackDatedAndLivesAsLongAsAsked() {
    ServingCertificate serving = authority.issue(NAMES, Duration.ofDays(7));

    assertThat(serving.chain().getFirst().getNotBefore().toInstant())
        .isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    assertThat(serving.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    assertThat(authority.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
  }

  @Test
  void aCertificateDoesNotOutliveItsSigner() {
    ServingCertificate serving = authority.issue(NAMES, Duration.ofDays(4000));

    assertThat(serving.notAfter()).isEqualTo(authority.notAfter());
  }

  @Test
  void aCertificateMustLive() {
    assertThatIllegalArgumentException().isThrownBy(() -> authority.issue(NAMES, Duration.ZERO));
  }

  @Test
  void serialNumbersAreRandomAndFit() {
    Set<BigInteger> serials = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      X509Certificate leaf = authority.issue(NAMES, Duration.ofDays(7)).chain().getFirst();
      serials.add(leaf.getSerialNumber());
      assertThat(leaf.getSerialNumber()).isPositive();
      assertThat(leaf.getSerialNumber().bitLength()).isLessThanOrEqualTo(128);
    }
    assertThat(serials).hasSize(50);
    assertThat(serials).anyMatch(serial -> serial.bitLength() > 120);
  }

  @Test
  void noTextShowsAKey() {
    ServingCertificate serving = authority.issue(NAMES, Duration.ofDays(7));

    assertThat(authority.toString()).matches("CertificateAuthority\\[serial [0-9a-f]+, until .*]");
    assertThat(serving.toString()).matches("ServingCertificate\\[serial [0-9a-f]+, until .*]");
  }

  @Test
  void anAuthorityIsReadBackFromItsText() throws Exception {
    CertificateAuthority read =
        CertificateAuthority.of(authority.certificatePem(), authority.privateKeyPem(), FIXED);

    assertThat(read.certificate()).isEqualTo(authority.certificate());
    X509Certificate leaf = read.issue(NAMES, Duration.ofDays(7)).chain().getFirst();
    verify(leaf, authority.certificate(), NOW);
  }

  @Test
  void whatIsNoAuthorityIsRefusedWithoutAQuote() {
    CertificateAuthority other = CertificateAuthority.create(Duration.ofDays(1), FIXED);
    ServingCertificate serving = authority.issue(NAMES, Duration.ofDays(7));
    String key = authority.privateKeyPem();

    assertRefused(authority.certificatePem(), other.privateKeyPem(), "not that of the certificate");
    assertRefused(serving.chainPem(), serving.privateKeyPem(), "not of a certificate authority");
    assertRefused("", key, "no certificate");
    assertRefused(key, key, "no certificate");
    assertRefused(authority.certificatePem(), "", "no private key");
    assertRefused(authority.certificatePem(), authority.certificatePem(), "no private key");
    assertRefused(authority.certificatePem(), key.replace("M", "!"), "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void aClientThatTrustsTheAuthorityAloneShakesHands(String host) throws Exception {
    CertificateAuthority current =
        CertificateAuthority.create(Duration.ofDays(2), InstantSource.system());

    assertThat(handshake(current.issue(NAMES, Duration.ofDays(1)), current, host))
        .isEqualTo("TLSv1.3");
  }

  @Test
  void aClientRefusesAnotherNameAndAnotherAuthority() {
    CertificateAuthority current =
        CertificateAuthority.create(Duration.ofDays(2), InstantSource.system());
    CertificateAuthority other =
        CertificateAuthority.create(Duration.ofDays(2), InstantSource.system());
    ServingNames elsewhere = ServingNames.of(List.of("elsewhere.svc"), List.of());

    assertThatThrownBy(
            () -> handshake(current.issue(elsewhere, Duration.ofDays(1)), current, "localhost"))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(
            () -> handshake(current.issue(NAMES, Duration.ofDays(1)), other, "localhost"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "-a", "a-", "a..b", ".a", "a.", "ä.de", "*", "a.*", "10.0.0.1"})
  void whatIsNoDnsNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServingNames.of(List.of(name), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1",
        "fe80::1%1",
        "::ffff:1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "::g",
        "10.0.0.0/8"
      })
  void whatIsNoAddressIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServingNames.of(List.of("a"), List.of(address)));
  }

  @Test
  void namesAreInLowerCaseAndOnce() {
    assertThat(ServingNames.of(List.of("A.svc", "a.svc", "*.b.svc"), List.of()).dnsNames())
        .containsExactly("a.svc", "*.b.svc");
    assertThatIllegalArgumentException().isThrownBy(() -> ServingNames.of(List.of(), List.of()));
  }

  private static void assertRefused(String certificate, String key, String problem) {
    assertThatThrownBy(() -> CertificateAuthority.of(certificate, key, FIXED))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("MI");
  }

  private static List<Integer> usages(X509Certificate certificate) {
    boolean[] usages = certificate.getKeyUsage();
    return IntStream.range(0, usages.length).filter(bit -> usages[bit]).boxed().toList();
  }

  private static void verify(X509Certificate leaf, X509Certificate trusted, Instant at)
      throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }

  /// The protocol of one connection, in which both sides send a byte.
  private static String handshake(
      ServingCertificate serving, CertificateAuthority trusted, String host) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            serverContext(serving)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serveOne(listener));
      try (SSLSocket socket =
          (SSLSocket)
              clientContext(trusted)
                  .getSocketFactory()
                  .createSocket(host, listener.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        assertThat(socket.getInputStream().read()).isEqualTo(42);
        served.join();
        return socket.getSession().getProtocol();
      }
    }
  }

  private static void serveOne(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.getOutputStream().write(42);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext serverContext(ServingCertificate serving) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(serving.keyStore("webhook", "password"), "password".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext clientContext(CertificateAuthority trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", trusted.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
