package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.TestImages;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @ParameterizedTest
  @ValueSource(strings = {"", "application/json", "text/plain; charset=utf-8"})
  void whatSaysNoMediaTypeIsReadByItsShape(String contentType) {
    assertThat(read("{\"schemaVersion\":2," + CONFIG + ",\"layers\":[]}", contentType))
        .isInstanceOf(Manifest.Image.class);
    assertThat(read("{\"schemaVersion\":2,\"manifests\":[]}", contentType))
        .isInstanceOf(Manifest.Index.class);
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

  @Test
  void whatCouldBeReadAsEitherIsRefused() {
    String both = "{" + CONFIG + ",\"layers\":[{}],\"manifests\":[{}]}";
    assertThat(read(both, "application/vnd.oci.image.index.v1+json")).isInstanceOf(String.class);
    assertThat(read(both, "application/vnd.oci.image.manifest.v1+json")).isInstanceOf(String.class);
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
                new Platform("linux", "arm", "v7", "", java.util.List.of()), 2));
  }
}
