package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Manifests and configs that were written to do harm.
class HostileJsonTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int MANY = 100_000;

  /// A value that is small on the wire, or endless to read, or both.
  enum Bomb {
    NESTED_ARRAYS("[".repeat(MANY) + "]".repeat(MANY)),
    NESTED_OBJECTS("{\"a\":".repeat(MANY) + "1" + "}".repeat(MANY)),
    EMPTY_OBJECTS("[" + "{},".repeat(MANY) + "{}]"),
    DUPLICATES("{" + "\"a\":1,".repeat(MANY) + "\"a\":1}"),
    LONG_NUMBER("9".repeat(MANY)),
    CUT("{\"a\":[");

    final String json;

    Bomb(String json) {
      this.json = json;
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void noBombIsAManifestWhereverItStands(Bomb bomb) {
    for (String member : new String[] {"manifests", "layers", "config", "other"}) {
      byte[] body = bytes("{\"schemaVersion\":2,\"" + member + "\":" + bomb.json + "}");
      assertThat(ManifestReader.read(body, INDEX)).isInstanceOf(ManifestReader.Unreadable.class);
      assertThat(ManifestReader.read(body, MANIFEST)).isInstanceOf(ManifestReader.Unreadable.class);
    }
    assertThat(ManifestReader.read(bytes(bomb.json), INDEX))
        .isInstanceOf(ManifestReader.Unreadable.class);
  }

  @ParameterizedTest
  @EnumSource
  void noBombIsAConfigWhereverItStands(Bomb bomb) {
    for (String member : new String[] {"rootfs", "os", "os.features", "history"}) {
      assertThat(ImageConfigReader.read(bytes("{\"" + member + "\":" + bomb.json + "}")))
          .isInstanceOf(ImageConfigReader.Unreadable.class);
    }
  }
}
