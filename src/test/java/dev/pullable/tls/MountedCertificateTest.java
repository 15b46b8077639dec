package dev.pullable.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MountedCertificateTest {
  private static final ServingNames NAMES = ServingNames.of(List.of("localhost"), List.of());

  @TempDir private Path dir;

  private final List<ServingCertificate> served = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final CertificateAuthority authority =
      CertificateAuthority.create(Duration.ofDays(365), () -> now);
  private int generation;

  @BeforeEach
  void mount() throws IOException {
    swap(issued());
    Files.createSymbolicLink(dir.resolve("tls.crt"), Path.of("..data/tls.crt"));
    Files.createSymbolicLink(dir.resolve("tls.key"), Path.of("..data/tls.key"));
  }

  @Test
  void whatIsMountedIsServed() throws Exception {
    MountedCertificate mounted = mounted();

    assertThat(served).hasSize(1);
    assertThat(mounted.serving()).isTrue();
    assertThat(mounted.servingNotAfter()).contains(now.plus(Duration.ofDays(90)));
    assertThat(mounted.authorityNotAfter()).isEmpty();

    mounted.step();
    assertThat(served).hasSize(1);
  }

  @Test
  void aSwappedVolumeIsServed() throws Exception {
    MountedCertificate mounted = mounted();
    ServingCertificate renewed = issued();

    swap(renewed);
    mounted.step();

    assertThat(served).hasSize(2);
    assertThat(served.getLast().chainPem()).isEqualTo(renewed.chainPem());
  }

  @Test
  void aBrokenReplacementKeepsTheOldAndIsToldOfOnce(CapturedOutput output) throws Exception {
    MountedCertificate mounted = mounted();
    Path data = dir.resolve("..data");

    Files.writeString(data.resolve("tls.crt"), issued().chainPem());
    mounted.step();
    mounted.step();
    assertThat(output.getAll()).containsOnlyOnce("the private key is not that of the certificate");

    Files.writeString(data.resolve("tls.crt"), "s3cr3t");
    mounted.step();
    Files.delete(data.resolve("tls.key"));
    mounted.step();

    assertThat(served).hasSize(1);
    assertThat(mounted.serving()).isTrue();
    assertThat(output.getAll())
        .contains("The certificate in use stays", "no certificate in PEM", "NoSuchFile")
        .doesNotContain("s3cr3t", "PRIVATE KEY");

    swap(issued());
    mounted.step();
    assertThat(served).hasSize(2);
  }

  @Test
  void anExpiredReplacementIsNotServed() throws Exception {
    MountedCertificate mounted = mounted();
    swap(authority.issue(NAMES, Duration.ofMinutes(1)));
    now = now.plus(Duration.ofMinutes(2));

    mounted.step();

    assertThat(served).hasSize(1);
  }

  @Test
  void whatRunsOutIsNoLongerServing() throws Exception {
    MountedCertificate mounted = mounted();

    now = now.plus(Duration.ofDays(91));

    assertThat(mounted.serving()).isFalse();
  }

  @Test
  void thereMustBeSomethingToBeginWith() throws IOException {
    Files.writeString(dir.resolve("..data/tls.key"), "none");
    assertThatThrownBy(this::mounted).isInstanceOf(GeneralSecurityException.class);

    Files.delete(dir.resolve("..data/tls.key"));
    assertThatThrownBy(this::mounted).isInstanceOf(NoSuchFileException.class);

    Files.write(dir.resolve("..data/tls.crt"), new byte[1024 * 1024 + 1]);
    assertThatThrownBy(this::mounted).isInstanceOf(IOException.class).hasMessageContaining("1 MiB");
  }

  private MountedCertificate mounted() throws IOException, GeneralSecurityException {
    return new MountedCertificate(
        dir.resolve("tls.crt"), dir.resolve("tls.key"), served::add, () -> now);
  }

  private ServingCertificate issued() {
    return authority.issue(NAMES, Duration.ofDays(90));
  }

  /// As the kubelet does: a new directory, then a link renamed over the old one.
  private void swap(ServingCertificate certificate) throws IOException {
    generation++;
    Path data = Files.createDirectory(dir.resolve("..v" + generation));
    Files.writeString(data.resolve("tls.crt"), certificate.chainPem());
    Files.writeString(data.resolve("tls.key"), certificate.privateKeyPem());
    Path link = Files.createSymbolicLink(dir.resolve("..data_tmp"), data.getFileName());
    Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
