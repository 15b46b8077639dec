package dev.pullable.testregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.platform.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestImagesTest {
  private static final Platform WINDOWS =
      new Platform("windows", "amd64", "", "10.0.20348.1", List.of("win32k"));

  @Test
  void anImagesConfigTellsItsPlatform() throws IOException {
    BuiltManifest image = TestImages.image(WINDOWS);
    JsonNode manifest = json(image.bytes());

    JsonNode config = json(image.blobs().get(manifest.at("/config/digest").asText()));

    assertThat(config.get("os").asText()).isEqualTo("windows");
    assertThat(config.get("architecture").asText()).isEqualTo("amd64");
    assertThat(config.get("os.version").asText()).isEqualTo("10.0.20348.1");
    assertThat(config.get("os.features").get(0).asText()).isEqualTo("win32k");
    assertThat(config.has("variant")).isFalse();
    assertThat(config.at("/rootfs/diff_ids/0").asText()).isEqualTo(Layer.DIFF_ID.toString());
  }

  @Test
  void anImageMayTellNoPlatform() throws IOException {
    BuiltManifest image = TestImages.imageWithoutPlatform();

    JsonNode config = json(image.blobs().get(json(image.bytes()).at("/config/digest").asText()));

    assertThat(config.has("os")).isFalse();
    assertThat(config.has("architecture")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 65, 512, 65_535, 65_566, 65_567, 65_580, 65_590, 131_000, 3_000_000})
  void aLayerIsAnEmptyArchiveOfItsExactSize(long size) throws IOException {
    Layer layer = Layer.ofSize(size);

    assertThat(layer.bytes()).hasSize((int) size);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(layer.bytes()))) {
      assertThat(TestImages.sha256(in.readAllBytes())).isEqualTo(Layer.DIFF_ID);
    }
  }

  @Test
  void everySizeAroundTheLimitOfAMemberCanBeMade() {
    for (int size = 65_500; size < 65_700; size++) {
      assertThat(Layer.ofSize(size).bytes()).hasSize(size);
    }
  }

  @Test
  void aLargeLayerIsOnlyClaimed() throws IOException {
    BuiltManifest image =
        TestImages.dockerImage(Platform.of("linux", "amd64"), 100, 50_000_000_000L);

    assertThat(json(image.bytes()).at("/layers/1/size").asLong()).isEqualTo(50_000_000_000L);
    assertThat(image.blobs()).hasSize(2);
    assertThatThrownBy(() -> Layer.ofSize(63)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIndexDescribesItsEntries() throws IOException {
    BuiltManifest index =
        TestImages.index(WINDOWS, new Platform("linux", "arm", "v7", "", List.of()));

    JsonNode entries = json(index.bytes()).get("manifests");

    assertThat(index.mediaType()).isEqualTo(TestImages.OCI_INDEX);
    assertThat(entries).hasSize(2);
    assertThat(entries.at("/1/platform/variant").asText()).isEqualTo("v7");
    assertThat(entries.at("/0/digest").asText())
        .isEqualTo(index.children().getFirst().digest().toString());
    assertThat(entries.at("/0/size").asInt()).isEqualTo(index.children().getFirst().bytes().length);
  }

  @Test
  void attestationsFollowTheImages() throws IOException {
    BuiltManifest index = TestImages.attestedIndex(Platform.of("linux", "amd64"));

    JsonNode attestation = json(index.bytes()).at("/manifests/1");

    assertThat(attestation.at("/platform/os").asText()).isEqualTo("unknown");
    assertThat(attestation.at("/annotations/vnd.docker.reference.type").asText())
        .isEqualTo("attestation-manifest");
    assertThat(attestation.at("/annotations/vnd.docker.reference.digest").asText())
        .isEqualTo(index.children().getFirst().digest().toString());
  }

  @Test
  void anIndexMayTellNoPlatformOrHoldAnIndex() throws IOException {
    Platform linux = Platform.of("linux", "amd64");

    JsonNode platformless = json(TestImages.platformlessIndex(linux, WINDOWS).bytes());
    JsonNode nested = json(TestImages.nestedIndex(linux).bytes());

    assertThat(platformless.get("manifests")).hasSize(2);
    assertThat(platformless.at("/manifests/0").has("platform")).isFalse();
    assertThat(nested.at("/manifests/0/mediaType").asText()).isEqualTo(TestImages.OCI_INDEX);
  }

  @Test
  void aManifestListIsDockersThroughout() throws IOException {
    BuiltManifest list = TestImages.manifestList(Platform.of("linux", "amd64"));

    assertThat(list.mediaType()).isEqualTo(TestImages.DOCKER_LIST);
    assertThat(json(list.bytes()).at("/manifests/0/mediaType").asText())
        .isEqualTo(TestImages.DOCKER_MANIFEST);
  }

  @Test
  void anArtifactHasNoImagesConfig() throws IOException {
    JsonNode chart = json(TestImages.helmChart("app", "1.0.0").bytes());
    JsonNode sbom = json(TestImages.artifact("application/spdx+json", "{}").bytes());

    assertThat(chart.at("/config/mediaType").asText())
        .isEqualTo("application/vnd.cncf.helm.config.v1+json");
    assertThat(sbom.get("artifactType").asText()).isEqualTo("application/spdx+json");
  }

  @Test
  void aSignedSchemaOneManifestGoesByItsPayloadsDigest() throws IOException {
    BuiltManifest plain = TestImages.schemaOne("team/app", "1.0");
    BuiltManifest signed = TestImages.signedSchemaOne("team/app", "1.0");

    assertThat(json(signed.bytes()).get("signatures")).hasSize(1);
    assertThat(json(plain.bytes()).get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(signed.digest())
        .isEqualTo(plain.digest())
        .isNotEqualTo(TestImages.sha256(signed.bytes()));
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    return new ObjectMapper().readTree(bytes);
  }
}
