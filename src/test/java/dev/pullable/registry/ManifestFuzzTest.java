package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pullable.platform.Platform;
import dev.pullable.platform.PlatformMatcher;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Manifest.Descriptor;
import dev.pullable.registry.Manifest.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any body of a registry is a manifest within what may be kept of one, or unreadable in our own
/// words; and every node picks from it, or does not.
class ManifestFuzzTest {
  private static final int LONGEST_TEXT = 255;
  private static final List<String> CONTENT_TYPES =
      List.of(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, "", "application/json; x=y", "x/y");
  private static final List<PlatformMatcher> NODES =
      List.of(
          PlatformMatcher.only(new Platform("linux", "arm", "v7", "", List.of())),
          PlatformMatcher.strictly(Platform.of("linux", "amd64")),
          PlatformMatcher.only(new Platform("windows", "amd64", "", "10.0.20348.1", List.of())));
  private static final String DIGEST = "sha256:" + "a1".repeat(32);

  static Stream<byte[]> seeds() {
    String descriptor = "{\"mediaType\":\"%s\",\"digest\":\"" + DIGEST + "\",\"size\":7";
    return Stream.of(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MediaTypes.OCI_INDEX
                + "\",\"manifests\":["
                + descriptor.formatted(MediaTypes.OCI_MANIFEST)
                + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v6\"}},"
                + descriptor.formatted(MediaTypes.OCI_INDEX)
                + ",\"annotations\":{\"vnd.docker.reference.type\":\"x\"},\"platform\":"
                + "{\"os\":\"windows\",\"os.version\":\"10.0.1.2\",\"os.features\":[\"win32k\"]}}]}",
            "{\"mediaType\":\""
                + MediaTypes.DOCKER_MANIFEST
                + "\",\"config\":"
                + descriptor.formatted("application/vnd.oci.image.config.v1+json")
                + "},\"artifactType\":\"x/y\",\"layers\":["
                + descriptor.formatted("x")
                + "}]}",
            "{\"schemaVersion\":1,\"fsLayers\":[]}",
            "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[1,2]}}")
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "\"manifests\":[",
    "\"layers\":[",
    "\"config\":{",
    "\"digest\":\"" + "sha256:",
    "\"platform\":{",
    "\"os.features\":[",
    "\"size\":9223372036854775807",
    "\"size\":-1",
    "\"annotations\":{",
    "\"mediaType\":\"",
    "\"artifactType\":\"",
    "\"Manifests\":",
    "1e400"
  })
  @FuzzTest
  void aManifestIsWithinItsBoundsAndIsPickedFromOrNot(byte[] body) {
    for (String contentType : CONTENT_TYPES) {
      switch (ManifestReader.read(body, contentType)) {
        case ManifestReader.Unreadable(String problem) -> checkOwnWords(problem);
        case ManifestReader.Read(Manifest manifest) -> {
          check(manifest);
          NODES.forEach(node -> checkPick(manifest, node));
        }
      }
    }
    switch (ImageConfigReader.read(body)) {
      case ImageConfigReader.Unreadable(String problem) -> checkOwnWords(problem);
      case ImageConfigReader.Read(Platform platform, int layers, var _) -> {
        check(platform);
        assertThat(layers).isNotNegative();
      }
    }
  }

  private static void checkOwnWords(String problem) {
    assertThat(problem).matches("(answers|gives) [A-Za-z0-9 -]{10,80}");
  }

  private static void check(Manifest manifest) {
    switch (manifest) {
      case Manifest.Index(List<Entry> entries) -> {
        assertThat(entries).hasSizeLessThanOrEqualTo(1_000);
        for (Entry entry : entries) {
          check(entry.descriptor());
          entry.platform().ifPresent(ManifestFuzzTest::check);
        }
      }
      case Manifest.Image image -> check(image);
      case Manifest.Artifact(String type, Manifest.Image image) -> {
        checkText(type);
        check(image);
      }
      case Manifest.SchemaOne _ -> {}
      case Manifest.Unknown(String mediaType) -> checkText(mediaType);
    }
  }

  private static void check(Manifest.Image image) {
    check(image.config());
    assertThat(image.layers()).isNotNegative();
    assertThat(image.layersSize()).isNotNegative();
  }

  private static void check(Descriptor descriptor) {
    assertThat(Digest.parse(descriptor.digest().toString())).contains(descriptor.digest());
    checkText(descriptor.mediaType());
    assertThat(descriptor.size()).isNotNegative();
  }

  private static void check(Platform platform) {
    Stream.of(platform.os(), platform.architecture(), platform.variant(), platform.osVersion())
        .forEach(ManifestFuzzTest::checkText);
    assertThat(platform.osFeatures()).hasSizeLessThanOrEqualTo(100);
    platform.osFeatures().forEach(ManifestFuzzTest::checkText);
  }

  private static void checkText(String text) {
    assertThat(text).hasSizeLessThanOrEqualTo(LONGEST_TEXT);
  }

  /// Whatever is picked is in the index, and fits.
  private static void checkPick(Manifest manifest, PlatformMatcher node) {
    if (ManifestSelector.select(manifest, node, new Nothing())
        instanceof ManifestSelector.Selection.Picked(var picked)) {
      picked.ifPresent(entry -> {
        assertThat(((Manifest.Index) manifest).entries()).contains(entry);
        assertThat(entry.platform().map(node::matches).orElse(true)).isTrue();
      });
      assertThat(picked.isPresent()).isEqualTo(manifest instanceof Manifest.Index);
    }
  }

  /// A registry that has nothing but what was read.
  private record Nothing() implements ManifestSelector.Content {
    @Override
    public ManifestAnswer manifest(Descriptor descriptor) {
      return new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);
    }

    @Override
    public ConfigAnswer config(Descriptor descriptor) {
      return new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);
    }
  }
}
