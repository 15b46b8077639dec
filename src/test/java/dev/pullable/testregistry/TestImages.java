package dev.pullable.testregistry;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Images, indexes and other manifests to push. Equal arguments build equal bytes.
///
/// Layers are empty gzip-compressed tar archives of an exact size, so that a container runtime can
/// unpack them. A layer of more than 16 MiB is only claimed: its descriptor is there, its bytes are
/// not, and a real registry refuses the manifest.
public final class TestImages {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String SCHEMA_ONE = "application/vnd.docker.distribution.manifest.v1+json";
  public static final String SIGNED_SCHEMA_ONE =
      "application/vnd.docker.distribution.manifest.v1+prettyjws";

  private static final long[] ONE_LAYER = {512};

  private TestImages() {}

  public static BuiltManifest image(String os, String architecture) {
    return image(Platform.of(os, architecture));
  }

  /// An OCI image.
  ///
  /// @param layerSizes in bytes, compressed, 64 at least; one small layer if none is given
  public static BuiltManifest image(Platform platform, long... layerSizes) {
    return ImageJson.image(OCI_MANIFEST, platform, layerSizes.length > 0 ? layerSizes : ONE_LAYER);
  }

  /// A Docker schema 2 image.
  public static BuiltManifest dockerImage(Platform platform, long... layerSizes) {
    return ImageJson.image(
        DOCKER_MANIFEST, platform, layerSizes.length > 0 ? layerSizes : ONE_LAYER);
  }

  /// An image whose config states neither os nor architecture.
  public static BuiltManifest imageWithoutPlatform() {
    return image(Platform.of("", ""));
  }

  public static BuiltManifest index(Platform... platforms) {
    return index(entries(platforms, false));
  }

  public static BuiltManifest index(IndexEntry... entries) {
    return index(Arrays.asList(entries));
  }

  public static BuiltManifest index(List<IndexEntry> entries) {
    return ImageJson.index(OCI_INDEX, entries);
  }

  /// As BuildKit pushes it: after the images an attestation of each.
  public static BuiltManifest attestedIndex(Platform... platforms) {
    List<IndexEntry> entries = new ArrayList<>(entries(platforms, false));
    for (IndexEntry image : List.copyOf(entries)) {
      entries.add(IndexEntry.attestationOf(image.manifest()));
    }
    return index(entries);
  }

  /// An index whose entries state no platform; the images' configs do.
  public static BuiltManifest platformlessIndex(Platform... platforms) {
    List<IndexEntry> entries = new ArrayList<>();
    for (Platform platform : platforms) {
      entries.add(IndexEntry.platformless(image(platform)));
    }
    return index(entries);
  }

  /// An index whose one entry, without a platform, is an index of these platforms.
  public static BuiltManifest nestedIndex(Platform... platforms) {
    return index(IndexEntry.platformless(index(platforms)));
  }

  /// A Docker manifest list of Docker images.
  public static BuiltManifest manifestList(Platform... platforms) {
    return ImageJson.index(DOCKER_LIST, entries(platforms, true));
  }

  public static BuiltManifest helmChart(String name, String version) {
    return ImageJson.artifact(
        "",
        "application/vnd.cncf.helm.config.v1+json",
        "{\"name\":\"" + name + "\",\"version\":\"" + version + "\",\"apiVersion\":\"v2\"}",
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
        Layer.ofSize(1024).bytes());
  }

  /// An artifact as OCI 1.1 has it: an `artifactType` and an empty config.
  public static BuiltManifest artifact(String artifactType, String content) {
    return ImageJson.artifact(
        artifactType,
        "application/vnd.oci.empty.v1+json",
        "{}",
        artifactType,
        content.getBytes(StandardCharsets.UTF_8));
  }

  /// A Docker schema 1 manifest without signatures.
  public static BuiltManifest schemaOne(String repository, String tag) {
    byte[] bytes = SchemaOneJson.payload(repository, tag).getBytes(StandardCharsets.UTF_8);
    return BuiltManifest.of(SCHEMA_ONE, bytes);
  }

  /// A Docker schema 1 manifest in its signed form, whose digest is that of the payload without the
  /// signatures. The signature itself is a dummy.
  public static BuiltManifest signedSchemaOne(String repository, String tag) {
    return SchemaOneJson.signed(repository, tag);
  }

  public static Digest sha256(byte[] bytes) {
    return digest("sha256", bytes);
  }

  /// @param algorithm as OCI names it, such as `sha512`
  public static Digest digest(String algorithm, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
      return new Digest(algorithm, HexFormat.of().formatHex(digest.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<IndexEntry> entries(Platform[] platforms, boolean docker) {
    List<IndexEntry> entries = new ArrayList<>();
    for (Platform platform : platforms) {
      entries.add(IndexEntry.of(platform, docker ? dockerImage(platform) : image(platform)));
    }
    return entries;
  }
}
