package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes manifests, configs and indexes.
final class ImageJson {
  private ImageJson() {}

  static BuiltManifest image(String mediaType, Platform platform, long[] layerSizes) {
    boolean docker = mediaType.equals(TestImages.DOCKER_MANIFEST);
    byte[] config = bytes(config(platform, layerSizes.length));
    Map<String, byte[]> blobs = new HashMap<>();
    ObjectNode manifest = manifest(mediaType);
    manifest.set(
        "config",
        stored(
            docker
                ? "application/vnd.docker.container.image.v1+json"
                : "application/vnd.oci.image.config.v1+json",
            config,
            blobs));
    ArrayNode layers = manifest.putArray("layers");
    for (long size : layerSizes) {
      Layer layer = Layer.ofSize(size);
      if (!layer.claimed()) {
        blobs.put(layer.digest().toString(), layer.bytes());
      }
      layers.add(
          descriptor(
              docker
                  ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
                  : "application/vnd.oci.image.layer.v1.tar+gzip",
              layer.digest(),
              size));
    }
    return BuiltManifest.of(mediaType, bytes(manifest), blobs, List.of());
  }

  static BuiltManifest artifact(
      String artifactType, String configType, String config, String layerType, byte[] layer) {
    Map<String, byte[]> blobs = new HashMap<>();
    ObjectNode manifest = manifest(TestImages.OCI_MANIFEST);
    if (!artifactType.isEmpty()) {
      manifest.put("artifactType", artifactType);
    }
    manifest.set("config", stored(configType, config.getBytes(StandardCharsets.UTF_8), blobs));
    manifest.putArray("layers").add(stored(layerType, layer, blobs));
    return BuiltManifest.of(TestImages.OCI_MANIFEST, bytes(manifest), blobs, List.of());
  }

  static BuiltManifest index(String mediaType, List<IndexEntry> entries) {
    ObjectNode index = manifest(mediaType);
    ArrayNode manifests = index.putArray("manifests");
    List<BuiltManifest> children = new ArrayList<>();
    for (IndexEntry entry : entries) {
      BuiltManifest child = entry.manifest();
      children.add(child);
      ObjectNode descriptor = descriptor(child.mediaType(), child.digest(), child.bytes().length);
      if (entry.platform() != null) {
        descriptor.set("platform", platform(entry.platform()));
      }
      if (!entry.annotations().isEmpty()) {
        ObjectNode annotations = descriptor.putObject("annotations");
        new TreeMap<>(entry.annotations()).forEach(annotations::put);
      }
      manifests.add(descriptor);
    }
    return BuiltManifest.of(mediaType, bytes(index), Map.of(), children);
  }

  private static ObjectNode manifest(String mediaType) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("schemaVersion", 2)
        .put("mediaType", mediaType);
  }

  private static ObjectNode config(Platform platform, int layers) {
    ObjectNode config = platform(platform).put("created", "1970-01-01T00:00:00Z");
    config.putObject("config").putArray("Cmd").add("/nothing");
    ObjectNode rootfs = config.putObject("rootfs").put("type", "layers");
    ArrayNode ids = rootfs.putArray("diff_ids");
    for (int i = 0; i < layers; i++) {
      ids.add(Layer.DIFF_ID.toString());
    }
    return config;
  }

  private static ObjectNode platform(Platform platform) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    putUnlessEmpty(node, "architecture", platform.architecture());
    putUnlessEmpty(node, "os", platform.os());
    putUnlessEmpty(node, "os.version", platform.osVersion());
    if (!platform.osFeatures().isEmpty()) {
      ArrayNode features = node.putArray("os.features");
      platform.osFeatures().forEach(features::add);
    }
    putUnlessEmpty(node, "variant", platform.variant());
    return node;
  }

  private static void putUnlessEmpty(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static ObjectNode stored(String mediaType, byte[] bytes, Map<String, byte[]> blobs) {
    Digest digest = TestImages.sha256(bytes);
    blobs.put(digest.toString(), bytes);
    return descriptor(mediaType, digest, bytes.length);
  }

  private static ObjectNode descriptor(String mediaType, Digest digest, long size) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mediaType", mediaType)
        .put("digest", digest.toString())
        .put("size", size);
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}
