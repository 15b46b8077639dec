package dev.pullable.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Manifest.Descriptor;
import dev.pullable.registry.Manifest.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads manifests and indexes from what a registry sent, as far as a pull depends on them.
/// Tolerant of everything else, since registries hold what many tools have written.
public final class ManifestReader {
  private static final int MOST_ENTRIES = 1_000;
  private static final String ATTESTATION = "vnd.docker.reference.type";

  private static final Set<String> MEMBERS =
      Set.of(
          "schemaVersion",
          "mediaType",
          "artifactType",
          "config",
          "layers",
          "manifests",
          "fsLayers");

  private ManifestReader() {}

  /// What was read.
  public sealed interface Result {}

  public record Read(Manifest manifest) implements Result {}

  /// @param problem what is wrong, in our words, to be read after the registry's name
  public record Unreadable(String problem) implements Result {}

  /// Reads a body; any bytes give a result.
  ///
  /// @param contentType the answer's Content-Type, by which alone containerd tells what the body
  ///   is; empty if there is none
  public static Result read(byte[] body, String contentType) {
    try {
      return HostileJson.members(body, MEMBERS)
          .<Result>map(root -> read(root, GoJson.cut(contentType.split(";", 2)[0])))
          .orElseGet(() -> new Unreadable("answers with a manifest that is no JSON object"));
    } catch (IOException e) {
      return new Unreadable("answers with a manifest that is not JSON");
    }
  }

  private static Result read(JsonNode root, String declared) {
    String own = GoJson.text(root, "mediaType");
    if (MediaTypes.isSchemaOne(declared) || MediaTypes.isSchemaOne(own) || isSchemaOne(root)) {
      return new Read(new Manifest.SchemaOne());
    }
    if (MediaTypes.isIndex(declared)) {
      return MediaTypes.isManifest(own) || has(root, "config") || has(root, "layers")
          ? new Unreadable("answers with an index that is a manifest as well")
          : index(root);
    }
    if (MediaTypes.isManifest(declared)) {
      return MediaTypes.isIndex(own) || has(root, "manifests") || has(root, "fsLayers")
          ? new Unreadable("answers with a manifest that is something else as well")
          : image(root);
    }
    return undeclared(root, declared, own);
  }

  /// containerd asks for what is neither manifest nor index as for a blob, and the pull fails
  /// (containerd: core/remotes/docker/fetcher.go). Other runtimes look into it: where it could be
  /// an image, nothing is proven.
  private static Result undeclared(JsonNode root, String declared, String own) {
    boolean image =
        MediaTypes.isManifest(own)
            || MediaTypes.isIndex(own)
            || has(root, "config")
            || has(root, "layers")
            || has(root, "manifests");
    if (image) {
      return new Unreadable("gives a manifest a Content-Type by which containerd cannot pull it");
    }
    return declared.isEmpty() || isGeneric(declared)
        ? new Unreadable("answers with something that is no manifest")
        : new Read(new Manifest.Unknown(declared));
  }

  /// What a plain file server would say.
  private static boolean isGeneric(String mediaType) {
    return switch (mediaType) {
      case "application/json", "text/plain", "application/octet-stream", "text/html" -> true;
      default -> false;
    };
  }

  private static boolean isSchemaOne(JsonNode root) {
    return GoJson.member(root, "schemaVersion").asInt() == 1
        && GoJson.member(root, "fsLayers").isArray();
  }

  /// Whether a member is there at all. containerd refuses what could be read as one thing or
  /// another, even by an empty member (CVE-2021-41190; core/images/image.go, validateMediaType).
  private static boolean has(JsonNode root, String member) {
    return !GoJson.member(root, member).isMissingNode();
  }

  private static Result image(JsonNode root) {
    JsonNode config = GoJson.member(root, "config");
    Optional<Digest> digest = Digest.parse(GoJson.text(config, "digest"));
    if (digest.isEmpty()) {
      return new Unreadable("answers with a manifest that has no config");
    }
    String type = GoJson.text(config, "mediaType");
    JsonNode layers = GoJson.member(root, "layers");
    Descriptor descriptor = new Descriptor(digest.get(), type, GoJson.size(config));
    Manifest.Image image = new Manifest.Image(descriptor, layers.size(), sizeOf(layers));
    if (MediaTypes.isImageConfig(type)) {
      return new Read(image);
    }
    String artifactType = GoJson.text(root, "artifactType");
    return new Read(new Manifest.Artifact(artifactType.isEmpty() ? type : artifactType, image));
  }

  /// A layer that is there several times is transferred and kept once.
  private static long sizeOf(JsonNode layers) {
    long sum = 0;
    Set<String> seen = new HashSet<>();
    for (JsonNode layer : layers) {
      String digest = GoJson.text(layer, "digest");
      if (!digest.isEmpty() && !seen.add(digest)) {
        continue;
      }
      long size = GoJson.size(layer);
      sum = sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size;
    }
    return sum;
  }

  private static Result index(JsonNode root) {
    JsonNode manifests = GoJson.member(root, "manifests");
    if (manifests.size() > MOST_ENTRIES) {
      return new Unreadable("answers with an index of more than " + MOST_ENTRIES + " entries");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      // One that cannot be asked for is one that no node can pull, either.
      Digest.parse(GoJson.text(manifest, "digest"))
          .ifPresent(digest -> entries.add(entry(manifest, digest)));
    }
    return new Read(new Manifest.Index(entries));
  }

  private static Entry entry(JsonNode manifest, Digest digest) {
    Descriptor descriptor =
        new Descriptor(digest, GoJson.text(manifest, "mediaType"), GoJson.size(manifest));
    JsonNode platform = GoJson.member(manifest, "platform");
    Optional<Platform> described =
        platform.isObject() ? Optional.of(PlatformMembers.read(platform)) : Optional.empty();
    boolean attestation =
        GoJson.member(manifest, "annotations").has(ATTESTATION)
            || described.map(it -> it.os().equals("unknown")).orElse(false);
    return new Entry(descriptor, described, attestation);
  }
}
