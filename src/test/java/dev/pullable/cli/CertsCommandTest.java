package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.tls.CertificateAuthority;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CertsCommandTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path temporary;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void itWritesAnAuthorityAndACertificateItSigned() throws Exception {
    Path dir = temporary.resolve("new/certs");

    assertThat(run("--out", dir.toString(), "--dns", "a.b.svc", "c.svc", "--ip", "10.0.0.1"))
        .isZero();

    X509Certificate ca = certificate(dir.resolve("ca.crt"));
    X509Certificate leaf = certificate(dir.resolve("tls.crt"));
    leaf.verify(ca.getPublicKey());
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> name.get(1))
        .isEqualTo(java.util.List.of("a.b.svc", "c.svc", "10.0.0.1"));
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    CertificateAuthority.of(
        Files.readString(dir.resolve("ca.crt")),
        Files.readString(dir.resolve("ca.key")),
        InstantSource.fixed(NOW));
    assertThat(Files.readString(dir.resolve("tls.key"))).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(Files.list(dir)).hasSize(4);
  }

  @Test
  void onlyTheOwnerReadsTheKeys() throws Exception {
    run("--out", temporary.toString(), "--dns", "a.svc");

    assertThat(permissions("ca.key")).isEqualTo("rw-------");
    assertThat(permissions("tls.key")).isEqualTo("rw-------");
  }

  @Test
  void itPrintsTheBundleAndNoKey() throws Exception {
    run("--out", temporary.toString(), "--dns", "a.svc");

    byte[] ca = Files.readAllBytes(temporary.resolve("ca.crt"));
    assertThat(out.toString())
        .contains(temporary.toString(), "ca.crt", "ca.key", "tls.crt", "tls.key")
        .contains("caBundle: " + Base64.getEncoder().encodeToString(ca))
        .doesNotContain("PRIVATE");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "ca.key", "tls.crt", "tls.key"})
  void whatExistsIsNotOverwritten(String existing) throws Exception {
    Files.writeString(temporary.resolve(existing), "mine");

    assertThat(run("--out", temporary.toString(), "--dns", "a.svc")).isEqualTo(1);

    assertThat(err.toString()).contains(existing, "exists", "--force");
    assertThat(Files.readString(temporary.resolve(existing))).isEqualTo("mine");
    assertThat(Files.list(temporary)).hasSize(1);
  }

  @Test
  void forceOverwritesAndClosesTheKey() throws Exception {
    Path key = Files.writeString(temporary.resolve("tls.key"), "mine");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(run("--out", temporary.toString(), "--dns", "a.svc", "--force")).isZero();

    assertThat(Files.readString(key)).contains("PRIVATE KEY");
    assertThat(permissions("tls.key")).isEqualTo("rw-------");
  }

  @Test
  void forceReplacesALinkAndNotWhatItLeadsTo() throws Exception {
    Path target = Files.writeString(temporary.resolve("target"), "mine");
    Path dir = Files.createDirectory(temporary.resolve("out"));
    Files.createSymbolicLink(dir.resolve("tls.key"), target);

    assertThat(run("--out", dir.toString(), "--dns", "a.svc", "--force")).isZero();

    assertThat(Files.readString(target)).isEqualTo("mine");
    assertThat(Files.isSymbolicLink(dir.resolve("tls.key"))).isFalse();
  }

  @Test
  void theDaysAreThoseOfTheServingCertificate() throws Exception {
    run("--out", temporary.toString(), "--dns", "a.svc", "--days", "30");

    assertThat(certificate(temporary.resolve("tls.crt")).getNotAfter().toInstant())
        .isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(certificate(temporary.resolve("ca.crt")).getNotAfter().toInstant())
        .isEqualTo(NOW.plus(Duration.ofDays(3650)));
  }

  @Test
  void theAuthorityLivesAsLongAsALongCertificate() throws Exception {
    run("--out", temporary.toString(), "--dns", "a.svc", "--days", "36500");

    assertThat(certificate(temporary.resolve("tls.crt")).getNotAfter())
        .isEqualTo(certificate(temporary.resolve("ca.crt")).getNotAfter());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--dns a_b",
        "--dns 10.0.0.1",
        "--dns a.svc --ip here",
        "--dns a.svc --days 0",
        "--dns a.svc --days 36501",
        "--dns a.svc --days many",
        "--ip 10.0.0.1",
        "--dns",
        "--dns a.svc --unknown"
      })
  void whatItDoesNotUnderstandIsAMistakeOfUse(String arguments) throws Exception {
    assertThat(run(("--out " + temporary + " " + arguments).split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains("Usage:");
    assertThat(Files.list(temporary)).isEmpty();
  }

  @Test
  void aDirectoryThatIsAFileIsAnError() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThat(run("--out", file.toString(), "--dns", "a.svc")).isEqualTo(1);

    assertThat(err.toString()).startsWith("pullable certs: ").contains(file.toString());
  }

  private int run(String... arguments) {
    return new CommandLine(new CertsCommand(InstantSource.fixed(NOW)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String permissions(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(file)));
  }

  private static X509Certificate certificate(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
