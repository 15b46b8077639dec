package dev.pullable.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Manifest.Descriptor;
import dev.pullable.registry.Manifest.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads manifests and indexes from what a registry sent, as far as a pull depends on them.
/// Tolerant of everything else, since registries hold what many tools have written.
public final class ManifestReader {
  private static final int MOST_ENTRIES = 1_000;
  private static final String ATTESTATION = "vnd.docker.reference.type";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(200)
                      .maxStringLength(1 << 20)
                      .build())
              .build());

  private ManifestReader() {}

  /// What was read.
  public sealed interface Result {}

  public record Read(Manifest manifest) implements Result {}

  /// @param problem what is wrong, in our words, to be read after the registry's name
  public record Unreadable(String problem) implements Result {}

  /// Reads a body; any bytes give a result.
  ///
  /// @param contentType the answer's Content-Type, by which containerd takes a body that does not
  ///   say its own media type; empty if there is none
  public static Result read(byte[] body, String contentType) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (IOException e) {
      return new Unreadable("answers with a manifest that is not JSON");
    }
    return root == null || !root.isObject()
        ? new Unreadable("answers with a manifest that is no JSON object")
        : read(root, mediaType(root, contentType));
  }

  private static Result read(JsonNode root, String mediaType) {
    if (MediaTypes.isSchemaOne(mediaType) || isSchemaOne(root)) {
      return new Read(new Manifest.SchemaOne());
    }
    // containerd refuses what could be read as either (CVE-2021-41190).
    if (MediaTypes.isIndex(mediaType)) {
      return has(root, "config") || has(root, "layers") || has(root, "fsLayers")
          ? new Unreadable("answers with an index that is a manifest as well")
          : index(root);
    }
    if (MediaTypes.isManifest(mediaType)) {
      return has(root, "manifests")
          ? new Unreadable("answers with a manifest that is an index as well")
          : image(root);
    }
    return new Read(new Manifest.Unknown(mediaType));
  }

  private static String mediaType(JsonNode root, String contentType) {
    String declared = contentType.split(";", 2)[0].strip();
    if (isKnown(declared)) {
      return declared;
    }
    String own = root.path("mediaType").asText("");
    if (isKnown(own)) {
      return own;
    }
    if (!declared.isEmpty() && !isGeneric(declared)) {
      return declared;
    }
    return root.path("manifests").isArray() ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
  }

  private static boolean isKnown(String mediaType) {
    return MediaTypes.isIndex(mediaType)
        || MediaTypes.isManifest(mediaType)
        || MediaTypes.isSchemaOne(mediaType);
  }

  /// What a plain file server would say of any JSON.
  private static boolean isGeneric(String mediaType) {
    return switch (mediaType) {
      case "application/json", "text/plain", "application/octet-stream", "text/html" -> true;
      default -> false;
    };
  }

  private static boolean isSchemaOne(JsonNode root) {
    return root.path("schemaVersion").asInt() == 1 && root.path("fsLayers").isArray();
  }

  /// Whether a member is there with something in it, as Go's `len(x) != 0`.
  private static boolean has(JsonNode root, String member) {
    JsonNode node = root.path(member);
    return node.isArray() ? !node.isEmpty() : node.isObject();
  }

  private static Result image(JsonNode root) {
    JsonNode config = root.path("config");
    String type = config.path("mediaType").asText("");
    Optional<Digest> digest = Digest.parse(config.path("digest").asText(""));
    if (digest.isEmpty()) {
      return new Unreadable("answers with a manifest that has no config");
    }
    Descriptor descriptor = new Descriptor(digest.get(), type, config.path("size").asLong());
    Manifest.Image image =
        new Manifest.Image(descriptor, root.path("layers").size(), layersSize(root));
    if (type.isEmpty() || MediaTypes.isImageConfig(type)) {
      return new Read(image);
    }
    String artifactType = root.path("artifactType").asText("");
    return new Read(new Manifest.Artifact(artifactType.isEmpty() ? type : artifactType, image));
  }

  private static long layersSize(JsonNode root) {
    long sum = 0;
    for (JsonNode layer : root.path("layers")) {
      long size = Math.max(0, layer.path("size").asLong());
      sum = sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size;
    }
    return sum;
  }

  private static Result index(JsonNode root) {
    JsonNode manifests = root.path("manifests");
    if (manifests.size() > MOST_ENTRIES) {
      return new Unreadable("answers with an index of more than " + MOST_ENTRIES + " entries");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      // One that cannot be asked for is one that no node can pull, either.
      Digest.parse(manifest.path("digest").asText(""))
          .ifPresent(digest -> entries.add(entry(manifest, digest)));
    }
    return new Read(new Manifest.Index(entries));
  }

  private static Entry entry(JsonNode manifest, Digest digest) {
    Descriptor descriptor =
        new Descriptor(
            digest, manifest.path("mediaType").asText(""), manifest.path("size").asLong());
    JsonNode platform = manifest.path("platform");
    Optional<Platform> described =
        platform.isObject() ? Optional.of(platform(platform)) : Optional.empty();
    boolean attestation =
        manifest.path("annotations").has(ATTESTATION)
            || described.map(it -> it.os().equals("unknown")).orElse(false);
    return new Entry(descriptor, described, attestation);
  }

  /// The platform members of an index entry, or of an image's config, which has the same.
  static Platform platform(JsonNode node) {
    List<String> features = new ArrayList<>();
    for (JsonNode feature : node.path("os.features")) {
      features.add(feature.asText());
    }
    return new Platform(
        node.path("os").asText(""),
        node.path("architecture").asText(""),
        node.path("variant").asText(""),
        node.path("os.version").asText(""),
        features);
  }
}
