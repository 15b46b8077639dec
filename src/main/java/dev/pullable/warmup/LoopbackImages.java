package dev.pullable.warmup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// What the loopback registry holds: in each of its repositories `amd64:1.0` and `arm64:1.0`,
/// images of one platform, and `index:1.0`, an index of both.
final class LoopbackImages {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final Map<String, Content> byTag = new HashMap<>();
  private final Map<String, Content> byDigest = new HashMap<>();

  LoopbackImages() {
    Content amd64 = image("amd64");
    Content arm64 = image("arm64");
    Content index =
        add(
            INDEX,
            """
            {"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s]}\
            """
                .formatted(
                    INDEX,
                    descriptor(amd64, platform("amd64")),
                    descriptor(arm64, platform("arm64"))));
    byTag.put("amd64", amd64);
    byTag.put("arm64", arm64);
    byTag.put("index", index);
  }

  /// A manifest or blob.
  record Content(String mediaType, String digest, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// @param reference a tag or a digest
  Optional<Content> find(String reference) {
    return Optional.ofNullable(byTag.getOrDefault(reference, byDigest.get(reference)));
  }

  private Content image(String architecture) {
    Content config =
        add(
            CONFIG,
            """
            {"os":"linux","architecture":"%s","rootfs":{"type":"layers","diff_ids":["%s"]}}\
            """
                .formatted(architecture, digest("")));
    // Never asked for: only the node pulls layers.
    Content layer = content("application/vnd.oci.image.layer.v1.tar+gzip", "");
    return add(
        MANIFEST,
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
        """
            .formatted(MANIFEST, descriptor(config, ""), descriptor(layer, "")));
  }

  private Content add(String mediaType, String json) {
    Content content = content(mediaType, json);
    byDigest.put(content.digest(), content);
    return content;
  }

  private static Content content(String mediaType, String text) {
    return new Content(mediaType, digest(text), text);
  }

  private static String descriptor(Content content, String more) {
    return """
    {"mediaType":"%s","digest":"%s","size":%d%s}\
    """
        .formatted(content.mediaType(), content.digest(), content.bytes().length, more);
  }

  private static String platform(String architecture) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
