package dev.pullable.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerdReleaseTest {
  private static final List<ContainerdRelease> TLS_FIRST =
      List.of(new ContainerdRelease(1, 6, 25), new ContainerdRelease(1, 7, 8));

  private static Optional<ContainerdRelease> reported(String version) {
    return ContainerdRelease.of(
        new Node(
            "a",
            Map.of(),
            List.of(),
            Platform.of("linux", "amd64"),
            Set.of(),
            false,
            Node.Disk.UNKNOWN,
            version));
  }

  @ParameterizedTest
  @CsvSource({
    "containerd://1.7.2, 1, 7, 2",
    "containerd://v2.1.4, 2, 1, 4",
    "containerd://1.7.11-k3s2, 1, 7, 11",
    "containerd://1.6.20~ds1, 1, 6, 20",
    "containerd://1.7.12-0ubuntu4.1, 1, 7, 12"
  })
  void aNodeReportsItsRelease(String version, int major, int minor, int patch) {
    assertThat(reported(version)).contains(new ContainerdRelease(major, minor, patch));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cri-o://2.1.4",
        "docker://27.0.1",
        "containerd://",
        "containerd://2.0",
        "containerd://2.0.0-rc.3",
        "containerd://2.2.0-beta.1",
        "containerd://main",
        "containerd://99999999999.0.0",
        "containerd://2.1.99999999999"
      })
  void whatIsNoReleaseOfContainerdIsNone(String version) {
    assertThat(reported(version)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 99, false",
    "1, 6, 24, false",
    "1, 6, 25, true",
    "1, 7, 0, false",
    "1, 7, 7, false",
    "1, 7, 8, true",
    "2, 0, 0, true"
  })
  void aFixIsInEachLineFromARelease(int major, int minor, int patch, boolean has) {
    assertThat(new ContainerdRelease(major, minor, patch).has(TLS_FIRST)).isEqualTo(has);
  }
}
