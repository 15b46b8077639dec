package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Wanted;
import dev.pullable.testregistry.IndexEntry;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What it costs to know how large images are, and what is said of Nodes that are too small.
class SizesWireTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Platform ARM64 = Platform.of("linux", "arm64");
  private static final long MIB = 1 << 20;

  private final TestRegistry registry = TestRegistry.start();
  private final TestEngine engine = TestEngine.plain(registry.authority());

  @BeforeEach
  void push() {
    node("a", AMD64);
    node("b", ARM64);
    registry.push("single", "1", TestImages.image(AMD64, 30 * MIB, 20 * MIB));
    registry.push(
        "index",
        "1",
        TestImages.index(
            IndexEntry.of(AMD64, TestImages.image(AMD64, 30 * MIB)),
            IndexEntry.of(ARM64, TestImages.image(ARM64, 30 * MIB, 20 * MIB)),
            IndexEntry.of(
                Platform.of("linux", "s390x"),
                TestImages.image(Platform.of("linux", "s390x"), 90 * MIB))));
    registry.clearLog();
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    registry.close();
  }

  private void node(String name, Platform platform) {
    engine.node(
        new Node(
            name,
            Map.of(),
            List.of(),
            platform,
            Set.of(),
            false,
            new Node.Disk(40 * MIB, false),
            ""));
  }

  private Pullable resolve(String image) {
    return (Pullable) engine.resolve(registry.authority() + "/" + image);
  }

  private long manifests() {
    return registry.count(RequestKind.MANIFEST, "GET");
  }

  private long configs() {
    return registry.count(RequestKind.BLOB, "GET");
  }

  @Test
  void theSizeOfASingleImageCostsNothing() {
    assertThat(engine.outcome(registry.authority() + "/single:1"))
        .isEqualTo("Pullable WrongPlatform DiskTooSmall");
    assertThat(manifests()).isEqualTo(1);
    assertThat(configs()).isEqualTo(1);
  }

  @Test
  void anIndexCostsOneManifestWhereNoSizeIsWanted() {
    assertThat(resolve("index:1").concerns()).isEmpty();
    assertThat(manifests()).isEqualTo(1);
    assertThat(configs()).isZero();
  }

  @Test
  void aSizeThatIsWantedCostsAManifestAPlatformAndOnlyOnce() {
    engine.wanting(new Wanted(true, false, _ -> false));
    Pullable pullable = resolve("index:1");
    assertThat(TestEngine.outcome(pullable)).isEqualTo("Pullable DiskTooSmall");
    assertThat(pullable.concerns().getFirst().nodes()).containsExactly("b");
    assertThat(pullable.content().size()).hasValue(50 * MIB);
    assertThat(manifests()).isEqualTo(3);
    assertThat(configs()).isZero();
    resolve("index:1");
    assertThat(manifests()).isEqualTo(3);
  }

  @Test
  void anAgeThatIsWantedCostsAConfigAPlatformAsWell() {
    engine.wanting(new Wanted(false, true, _ -> false));
    assertThat(resolve("index:1").content().age()).isEmpty();
    assertThat(manifests()).isEqualTo(3);
    assertThat(configs()).isEqualTo(2);
  }
}
