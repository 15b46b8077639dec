package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.reference.Digest;
import java.util.Optional;

/// What has been read once under a digest, which never changes. It is kept for the repository it
/// came from, and only ever used after a registry has let the asker in for that very digest.
public final class ManifestCache {
  /// An entry of an index, and what a record of Java costs beside its text.
  private static final int BYTES_A_ENTRY = 400;

  private final Cache<Key, Manifest> manifests;
  private final Cache<Key, ConfigAnswer.Found> configs;

  /// @param bytes roughly how much memory the manifests may take
  public ManifestCache(long bytes) {
    manifests = Caffeine.newBuilder().maximumWeight(bytes).weigher(ManifestCache::weight).build();
    configs = Caffeine.newBuilder().maximumSize(bytes / BYTES_A_ENTRY / 10).build();
  }

  public Optional<Manifest> manifest(Endpoint endpoint, String repository, Digest digest) {
    return Optional.ofNullable(manifests.getIfPresent(new Key(endpoint, repository, digest)));
  }

  public void put(Endpoint endpoint, String repository, Digest digest, Manifest manifest) {
    manifests.put(new Key(endpoint, repository, digest), manifest);
  }

  public Optional<ConfigAnswer.Found> config(Endpoint endpoint, String repository, Digest digest) {
    return Optional.ofNullable(configs.getIfPresent(new Key(endpoint, repository, digest)));
  }

  public void put(Endpoint endpoint, String repository, Digest digest, ConfigAnswer.Found config) {
    configs.put(new Key(endpoint, repository, digest), config);
  }

  private static int weight(Key key, Manifest manifest) {
    int entries = manifest instanceof Manifest.Index index ? index.entries().size() : 1;
    return BYTES_A_ENTRY * (entries + 1) + 2 * key.repository().length();
  }

  private record Key(Endpoint endpoint, String repository, Digest digest) {}
}
