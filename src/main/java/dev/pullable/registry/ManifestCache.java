package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has been read once under a digest, which never changes. It is kept for the repository it
/// came from. A manifest is only ever used after a registry has let the asker in for that very
/// digest; a config, about which no registry is asked again, is kept for one credential.
public final class ManifestCache {
  /// An entry of an index, and what a record of Java costs beside its text.
  private static final int BYTES_A_ENTRY = 400;

  private final Cache<Key, Manifest> manifests;
  private final Cache<ConfigKey, ConfigAnswer.Found> configs;
  private final RegistryEvents events;

  /// A cache whose hits nobody counts.
  public ManifestCache(long bytes) {
    this(bytes, RegistryEvents.NONE);
  }

  /// @param bytes roughly how much memory the manifests may take
  public ManifestCache(long bytes, RegistryEvents events) {
    this.events = events;
    manifests =
        Caffeine.newBuilder().maximumWeight(bytes).weigher(ManifestCache::weightOfManifest).build();
    configs =
        Caffeine.newBuilder()
            .maximumWeight(bytes / 10)
            .weigher(ManifestCache::weightOfConfig)
            .build();
  }

  public Optional<Manifest> manifest(Endpoint endpoint, String repository, Digest digest) {
    return lookedUp(manifests.getIfPresent(new Key(endpoint, repository, digest)));
  }

  public void put(Endpoint endpoint, String repository, Digest digest, Manifest manifest) {
    manifests.put(new Key(endpoint, repository, digest), manifest);
  }

  /// The same without being counted, for who will look again.
  @Nullable Manifest kept(Endpoint endpoint, String repository, Digest digest) {
    return manifests.getIfPresent(new Key(endpoint, repository, digest));
  }

  /// @param credential the fingerprint of the credential that it is fetched with
  public Optional<ConfigAnswer.Found> config(
      Endpoint endpoint, String repository, Digest digest, String credential) {
    return lookedUp(kept(endpoint, repository, digest, credential));
  }

  ConfigAnswer.@Nullable Found kept(
      Endpoint endpoint, String repository, Digest digest, String credential) {
    return configs.getIfPresent(new ConfigKey(new Key(endpoint, repository, digest), credential));
  }

  /// @param credential the fingerprint of the credential that it was fetched with
  public void put(
      Endpoint endpoint,
      String repository,
      Digest digest,
      String credential,
      ConfigAnswer.Found config) {
    configs.put(new ConfigKey(new Key(endpoint, repository, digest), credential), config);
  }

  private <T> Optional<T> lookedUp(@Nullable T found) {
    events.lookedUp(found != null);
    return Optional.ofNullable(found);
  }

  private static int weightOfManifest(Key key, Manifest manifest) {
    int held =
        switch (manifest) {
          case Manifest.Index(var entries) ->
              entries.stream().mapToInt(ManifestCache::weight).sum();
          case Manifest.Image image -> weight(image);
          case Manifest.Artifact(String type, var image) -> 2 * type.length() + weight(image);
          case Manifest.Unknown(String mediaType) -> 2 * mediaType.length();
          case Manifest.SchemaOne() -> 0;
        };
    return BYTES_A_ENTRY + 2 * key.repository().length() + held;
  }

  private static int weightOfConfig(ConfigKey key, ConfigAnswer.Found config) {
    int text = key.config().repository().length() + key.credential().length();
    return BYTES_A_ENTRY + 2 * text + weight(config.platform());
  }

  private static int weight(Manifest.Image image) {
    return 2 * image.config().mediaType().length();
  }

  private static int weight(Manifest.Entry entry) {
    int platform = entry.platform().map(ManifestCache::weight).orElse(0);
    return BYTES_A_ENTRY + 2 * entry.descriptor().mediaType().length() + platform;
  }

  /// Its text is as long as whoever wrote the image likes.
  private static int weight(Platform platform) {
    int text =
        platform.os().length()
            + platform.architecture().length()
            + platform.variant().length()
            + platform.osVersion().length();
    return 2 * text + platform.osFeatures().stream().mapToInt(it -> 60 + 2 * it.length()).sum();
  }

  private record Key(Endpoint endpoint, String repository, Digest digest) {}

  private record ConfigKey(Key config, String credential) {}
}
