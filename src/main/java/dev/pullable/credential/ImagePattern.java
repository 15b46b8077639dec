package dev.pullable.credential;

import org.jspecify.annotations.Nullable;

/// One of a credential provider's `matchImages`: which repositories its plugin is asked about.
public final class ImagePattern {
  private final @Nullable KeyPattern pattern;

  private ImagePattern(@Nullable KeyPattern pattern) {
    this.pattern = pattern;
  }

  /// Reads a pattern as written, or null where the kubelet takes it for no URL. Unlike a docker
  /// config's key it keeps its scheme and `/v1/` (kubelet: pkg/credentialprovider/plugin/plugin.go,
  /// isImageAllowed).
  public static @Nullable ImagePattern parse(String written) {
    String octets = GoText.octets(written);
    return switch (RegistryUrl.parse(octets)) {
      case RegistryUrl.Unparsable _ -> null;
      case RegistryUrl.Location _ -> new ImagePattern(KeyPattern.of(octets));
    };
  }

  /// Whether a repository, such as `docker.io/library/nginx`, is meant.
  public boolean matches(String repository) {
    KeyPattern.Target target = KeyPattern.target(GoText.octets(repository));
    return pattern != null && target != null && pattern.matches(target);
  }
}
