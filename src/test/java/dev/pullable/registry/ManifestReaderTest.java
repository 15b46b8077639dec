package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.TestImages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final String HASH = "sha256:" + "a".repeat(64);
  private static final String CONFIG =
      "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
          + HASH
          + "\",\"size\":2}";

  private static Object read(String json, String contentType) {
    return switch (ManifestReader.read(json.getBytes(StandardCharsets.UTF_8), contentType)) {
      case ManifestReader.Read(Manifest manifest) -> manifest;
      case ManifestReader.Unreadable(String problem) -> problem;
    };
  }

  private static Object read(BuiltManifest built) {
    return read(new String(built.bytes(), StandardCharsets.UTF_8), built.mediaType());
  }

  @Test
  void imagesOfBothFormatsAreImages() {
    assertThat(read(TestImages.image(AMD64, 100, 200)))
        .isInstanceOfSatisfying(
            Manifest.Image.class,
            image -> {
              assertThat(image.layers()).isEqualTo(2);
              assertThat(image.layersSize()).isEqualTo(300);
            });
    assertThat(read(TestImages.dockerImage(AMD64))).isInstanceOf(Manifest.Image.class);
  }

  @Test
  void indexesOfBothFormatsKeepEveryEntry() {
    assertThat(read(TestImages.attestedIndex(AMD64)))
        .isInstanceOfSatisfying(
            Manifest.Index.class,
            index -> {
              assertThat(index.entries())
                  .extracting(Manifest.Entry::attestation)
                  .containsExactly(false, true);
              assertThat(index.entries().getFirst().platform()).isEqualTo(Optional.of(AMD64));
            });
    assertThat(read(TestImages.manifestList(AMD64))).isInstanceOf(Manifest.Index.class);
    assertThat(read(TestImages.platformlessIndex(AMD64)))
        .isInstanceOfSatisfying(
            Manifest.Index.class,
            index -> assertThat(index.entries().getFirst().platform()).isEmpty());
  }

  @Test
  void anArtifactIsToldByItsConfigAndSchemaOneByItsShape() {
    assertThat(read(TestImages.helmChart("web", "1")))
        .isInstanceOfSatisfying(
            Manifest.Artifact.class,
            it -> assertThat(it.type()).isEqualTo("application/vnd.cncf.helm.config.v1+json"));
    assertThat(read(TestImages.artifact("application/spdx+json", "{}")))
        .isInstanceOfSatisfying(
            Manifest.Artifact.class,
            it -> assertThat(it.type()).isEqualTo("application/spdx+json"));
    assertThat(read(TestImages.schemaOne("app", "1"))).isEqualTo(new Manifest.SchemaOne());
    assertThat(read(TestImages.signedSchemaOne("app", "1"))).isEqualTo(new Manifest.SchemaOne());
  }

  /// Seen with containerd 1.6: it asks for such a thing as for a blob, and fails.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/json",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "x/y",
        "APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON",
        "application/vnd.oci.image.manifest.v1+json ; charset=utf-8"
      })
  void whatIsDeclaredToBeNoManifestIsDoubt(String contentType) {
    String wrong = "gives a manifest a Content-Type by which containerd cannot pull it";
    assertThat(read("{\"schemaVersion\":2," + CONFIG + ",\"layers\":[]}", contentType))
        .isEqualTo(wrong);
    assertThat(read("{\"schemaVersion\":2,\"manifests\":[]}", contentType)).isEqualTo(wrong);
    assertThat(read("{\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\"}", contentType))
        .isEqualTo(wrong);
  }

  @Test
  void whatIsNoManifestAtAllIsUnknownOnlyIfItIsDeclaredToBeSomethingElse() {
    String old = "application/vnd.oci.artifact.manifest.v1+json";
    assertThat(read("{\"mediaType\":\"" + old + "\",\"blobs\":[]}", old))
        .isEqualTo(new Manifest.Unknown(old));
    assertThat(read("{\"errors\":[]}", "application/json"))
        .isEqualTo("answers with something that is no manifest");
  }

  /// What tools write, none of it an artifact: with and without media types, in the body and around
  /// it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.manifest.v1+json; charset=utf-8",
        "application/vnd.docker.distribution.manifest.v2+json"
      })
  void anImageIsOneHoweverItsConfigIsDeclared(String contentType) {
    for (String type :
        new String[] {
          "",
          "\"mediaType\":\"application/vnd.oci.image.config.v1+json\",",
          "\"mediaType\":\"application/vnd.docker.container.image.v1+json\",",
          "\"mediaType\":\"application/octet-stream\",",
          "\"mediaType\":null,"
        }) {
      for (String own :
          new String[] {
            "",
            "\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",",
            "\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST + "\",",
            "\"artifactType\":\"application/x\","
          }) {
        String config = "\"config\":{" + type + "\"digest\":\"" + HASH + "\",\"size\":2}";
        assertThat(read("{" + own + config + ",\"layers\":[]}", contentType))
            .isInstanceOf(Manifest.Image.class);
      }
    }
  }

  @Test
  void namesOfMembersAreComparedAsGoDoes() {
    String json = "{\"Config\":{\"DIGEST\":\"" + HASH + "\"},\"LAYERS\":[{\"Size\":7}]}";
    assertThat(read(json, MediaTypes.OCI_MANIFEST))
        .isInstanceOfSatisfying(
            Manifest.Image.class, image -> assertThat(image.layersSize()).isEqualTo(7));
    String platform = "\"Platform\":{\"OS\":\"x\",\"os\":\"linux\",\"Architecture\":\"amd64\"}";
    String index =
        "{\"Manifests\":[{\"Digest\":\"" + HASH + "\",\"MediaType\":\"m\"," + platform + "}]}";
    assertThat(read(index, MediaTypes.OCI_INDEX))
        .isInstanceOfSatisfying(
            Manifest.Index.class,
            it -> {
              assertThat(it.entries().getFirst().platform()).contains(AMD64);
              assertThat(it.entries().getFirst().descriptor().mediaType()).isEqualTo("m");
            });
  }

  @Test
  void whatIsKeptIsShort() {
    String long_ = "a".repeat(100_000);
    String features = ("\"" + long_ + "\",").repeat(20) + "\"b\",".repeat(1_000) + "\"c\"";
    String json =
        "{\"os\":\""
            + long_
            + "\",\"architecture\":\""
            + long_
            + "\",\"os.features\":["
            + features
            + "]}";
    assertThat(ImageConfigReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ImageConfigReader.Read.class,
            it -> {
              assertThat(it.platform().os()).hasSize(255);
              assertThat(it.platform().osFeatures()).hasSize(100);
              assertThat(it.platform().osFeatures().getFirst()).hasSize(255);
            });
  }

  @Test
  void whatDoesNotConcernAPullMayBeAsItLikes() {
    String json =
        "{\"schemaVersion\":\"two\",\"annotations\":[1],\"subject\":null,\"x\":{\"y\":[]},"
            + CONFIG
            + ",\"layers\":[{\"size\":\"many\",\"data\":\"aGk=\",\"artifactType\":1}]}";
    assertThat(read(json, "application/vnd.oci.image.manifest.v1+json; charset=utf-8"))
        .isInstanceOf(Manifest.Image.class);
  }

  /// Seen with containerd 1.6, by an empty member too (core/images/image.go, validateMediaType).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"manifests\":[{}]",
        "\"manifests\":[]",
        "\"manifests\":null",
        "\"fsLayers\":[]",
        "\"mediaType\":\"application/vnd.oci.image.index.v1+json\""
      })
  void aManifestThatCouldBeSomethingElseIsRefused(String member) {
    assertThat(read("{" + CONFIG + ",\"layers\":[{}]," + member + "}", MediaTypes.OCI_MANIFEST))
        .isEqualTo("answers with a manifest that is something else as well");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"config\":{}",
        "\"layers\":[]",
        "\"config\":null",
        "\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\""
      })
  void anIndexThatCouldBeAManifestIsRefused(String member) {
    assertThat(read("{\"manifests\":[]," + member + "}", MediaTypes.OCI_INDEX))
        .isEqualTo("answers with an index that is a manifest as well");
  }

  @Test
  void anIndexWithoutEndIsRefused() {
    String entry = "{\"digest\":\"" + HASH + "\"},";
    assertThat(
            read(
                "{\"manifests\":[" + entry.repeat(1_001) + "{}]}",
                "application/vnd.oci.image.index.v1+json"))
        .isEqualTo("answers with an index of more than 1000 entries");
  }

  @Test
  void sizesThatWouldOverflowAreTheLargestThereIs() {
    String huge = "{\"size\":9223372036854775807}";
    assertThat(
            read(
                "{" + CONFIG + ",\"layers\":[" + huge + "," + huge + "]}",
                "application/vnd.oci.image.manifest.v1+json"))
        .isInstanceOfSatisfying(
            Manifest.Image.class,
            image -> assertThat(image.layersSize()).isEqualTo(Long.MAX_VALUE));
  }

  @Test
  void aConfigTellsPlatformAndLayersAndNothingElseMatters() {
    String json =
        "{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\",\"history\":[{\"x\":1}],"
            + "\"config\":{\"Healthcheck\":{\"StartInterval\":5},\"Cmd\":\"a string\"},"
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha512:x\",2]}}";
    assertThat(ImageConfigReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new ImageConfigReader.Read(
                new Platform("linux", "arm", "v7", "", java.util.List.of()), 2, Optional.empty()));
  }

  @Test
  void aLayerThatIsThereSeveralTimesCountsOnce() {
    String layer = "{\"digest\":\"%s\",\"size\":%d}";
    String layers =
        layer.formatted(HASH, 5)
            + ","
            + layer.formatted(HASH, 5)
            + ","
            + layer.formatted("sha256:" + "b".repeat(64), 7)
            + ",{\"size\":1},{\"size\":1}";
    assertThat(read("{" + CONFIG + ",\"layers\":[" + layers + "]}", MediaTypes.OCI_MANIFEST))
        .isInstanceOfSatisfying(
            Manifest.Image.class,
            image -> {
              assertThat(image.layersSize()).isEqualTo(14);
              assertThat(image.layers()).isEqualTo(5);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.678901234Z, 2026-01-02T03:04:05.678901234Z",
    "2026-01-02T03:04:05+02:00, 2026-01-02T01:04:05Z",
    "2013-03-15T00:00:00Z, 2013-03-15T00:00:00Z",
    "1970-01-01T00:00:00Z,",
    "1980-01-01T00:00:01Z,",
    "0001-01-01T00:00:00Z,",
    "yesterday,",
    "2026-01-02,",
    "'',"
  })
  void aConfigTellsWhenTheImageWasMadeUnlessItIsReproducible(
      String created, @Nullable Instant expected) {
    String json = "{\"created\":\"" + created + "\"}";
    assertThat(ImageConfigReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ImageConfigReader.Read.class,
            it -> assertThat(it.created()).isEqualTo(Optional.ofNullable(expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1700000000", "null", "{}", "[\"2026-01-02T03:04:05Z\"]", "true"})
  void aTimeThatIsNoTextIsNone(String created) {
    String json = "{\"created\":" + created + "}";
    assertThat(ImageConfigReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ImageConfigReader.Read.class, it -> assertThat(it.created()).isEmpty());
  }
}
