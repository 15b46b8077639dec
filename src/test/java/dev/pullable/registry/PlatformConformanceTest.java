package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.conformance.Vectors;
import dev.pullable.platform.Platform;
import dev.pullable.platform.PlatformMatcher;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Manifest.Descriptor;
import dev.pullable.registry.Manifest.Entry;
import dev.pullable.registry.ManifestSelector.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What containerd picks for a node, by the grade `only`.
class PlatformConformanceTest {

  static Stream<Named<JsonNode>> cases() {
    return Vectors.cases("platforms.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameManifestIsPickedAsByContainerd(JsonNode vector) {
    Platform node = platform(vector.get("node"));
    PlatformMatcher matcher = PlatformMatcher.only(node);
    Images images = new Images(vector.get("image"));
    Selection selection = ManifestSelector.select(images.root(), matcher, images);
    JsonNode expected = vector.get("expect").get("only");

    assertThat(errorClass(selection)).isEqualTo(text(expected.get("errorClass")));
    assertThat(selection instanceof Selection.Picked).isEqualTo(expected.get("ok").asBoolean());
    String picked = images.picked(selection);
    assertThat(picked).isEqualTo(text(expected.get("picked")));
    JsonNode configMatches = vector.get("expect").get("pickedConfigMatches");
    if (picked != null && !configMatches.isNull()) {
      assertThat(matcher.matches(images.config(picked))).isEqualTo(configMatches.asBoolean());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameIsPickedWithoutFallbacks(JsonNode vector) {
    Images images = new Images(vector.get("image"));
    PlatformMatcher matcher = PlatformMatcher.strictly(platform(vector.get("node")));
    Selection selection = ManifestSelector.select(images.root(), matcher, images);
    JsonNode expected = vector.get("expect").get("strict");

    assertThat(errorClass(selection)).isEqualTo(text(expected.get("errorClass")));
    assertThat(images.picked(selection)).isEqualTo(text(expected.get("picked")));
  }

  private static @Nullable String errorClass(Selection selection) {
    return switch (selection) {
      case Selection.Picked _ -> null;
      case Selection.NoMatch _ -> "no-match";
      case Selection.UnexpectedMediaType _ -> "media-type";
      case Selection.Undecided(Refusal why) -> "undecided: " + why;
    };
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }

  private static Platform platform(JsonNode node) {
    List<String> features = new ArrayList<>();
    node.path("osFeatures").forEach(feature -> features.add(feature.asText()));
    return new Platform(
        node.path("os").asText(""),
        node.path("architecture").asText(""),
        node.path("variant").asText(""),
        node.path("osVersion").asText(""),
        features);
  }

  /// The images of a case, under digests of their own.
  private static final class Images implements ManifestSelector.Content {
    private final JsonNode root;
    private final Map<Digest, JsonNode> byDigest = new HashMap<>();

    Images(JsonNode root) {
      this.root = root;
      index(root);
    }

    private void index(JsonNode image) {
      byDigest.put(digest(image), image);
      image.path("manifests").forEach(this::index);
    }

    private static Digest digest(JsonNode image) {
      String id = image.get("id").asText();
      StringBuilder hex = new StringBuilder();
      id.chars().forEach(c -> hex.append(String.format("%02x", c)));
      return new Digest("sha256", hex.append("0".repeat(64 - hex.length())).toString());
    }

    Manifest root() {
      return manifest(root);
    }

    private static Manifest manifest(JsonNode image) {
      String mediaType = mediaType(image);
      if (MediaTypes.isIndex(mediaType)) {
        List<Entry> entries = new ArrayList<>();
        image.path("manifests").forEach(entry -> entries.add(entry(entry)));
        return new Manifest.Index(entries);
      }
      if (MediaTypes.isManifest(mediaType)) {
        return new Manifest.Image(new Descriptor(digest(image), "", 0), 0, 0);
      }
      return MediaTypes.isSchemaOne(mediaType)
          ? new Manifest.SchemaOne()
          : new Manifest.Unknown(mediaType);
    }

    private static Entry entry(JsonNode image) {
      JsonNode platform = image.path("platform");
      return new Entry(
          new Descriptor(digest(image), mediaType(image), 0),
          platform.isObject() ? Optional.of(platform(platform)) : Optional.empty(),
          false);
    }

    private static Platform platform(JsonNode node) {
      return PlatformConformanceTest.platform(node);
    }

    private static String mediaType(JsonNode image) {
      if (image.hasNonNull("mediaType")) {
        return image.get("mediaType").asText();
      }
      return image.get("kind").asText().equals("index")
          ? MediaTypes.OCI_INDEX
          : MediaTypes.OCI_MANIFEST;
    }

    @Nullable String picked(Selection selection) {
      return selection instanceof Selection.Picked(var entry)
          ? entry.map(it -> byDigest.get(it.descriptor().digest())).orElse(root).get("id").asText()
          : null;
    }

    Platform config(String id) {
      JsonNode image =
          byDigest.values().stream()
              .filter(it -> it.get("id").asText().equals(id))
              .findFirst()
              .orElseThrow();
      return configOf(image);
    }

    private static Platform configOf(JsonNode image) {
      return platform(image.has("config") ? image.get("config") : image.get("platform"));
    }

    @Override
    public ManifestAnswer manifest(Descriptor descriptor) {
      return new ManifestAnswer.Found(
          descriptor.digest(), manifest(byDigest.get(descriptor.digest())));
    }

    @Override
    public ConfigAnswer config(Descriptor descriptor) {
      return new ConfigAnswer.Found(configOf(byDigest.get(descriptor.digest())), 0);
    }
  }
}
