package dev.pullable.registry;

/// The media types that decide how containerd reads something (containerd:
/// core/images/mediatypes.go). They are compared as they are written, upper case and all.
final class MediaTypes {
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER_SCHEMA_ONE =
      "application/vnd.docker.distribution.manifest.v1+prettyjws";
  private static final String DOCKER_SCHEMA_ONE_UNSIGNED =
      "application/vnd.docker.distribution.manifest.v1+json";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /// What old clients wrote for a config, and containerd puts right (containerd:
  /// core/remotes/docker/converter.go).
  private static final String LEGACY_CONFIG = "application/octet-stream";

  private MediaTypes() {}

  static boolean isManifest(String mediaType) {
    return mediaType.equals(DOCKER_MANIFEST) || mediaType.equals(OCI_MANIFEST);
  }

  static boolean isIndex(String mediaType) {
    return mediaType.equals(DOCKER_LIST) || mediaType.equals(OCI_INDEX);
  }

  static boolean isSchemaOne(String mediaType) {
    return mediaType.equals(DOCKER_SCHEMA_ONE) || mediaType.equals(DOCKER_SCHEMA_ONE_UNSIGNED);
  }

  /// Whether it is the type of an image's config, which may be left out.
  static boolean isImageConfig(String mediaType) {
    return mediaType.equals(DOCKER_CONFIG)
        || mediaType.equals(OCI_CONFIG)
        || mediaType.equals(LEGACY_CONFIG)
        || mediaType.isEmpty();
  }
}
