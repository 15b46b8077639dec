package dev.pullable.testregistry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// What a registry holds, by repository.
final class Repositories {

  /// A manifest's media type and bytes, under its digest.
  record Stored(String digest, String mediaType, byte[] bytes) {}

  private record Repository(
      Map<String, Stored> manifests,
      ConcurrentSkipListMap<String, String> tags,
      Map<String, byte[]> blobs) {}

  private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

  boolean exists(String repository) {
    return repositories.containsKey(repository);
  }

  void putBlob(String repository, String digest, byte[] bytes) {
    of(repository).blobs().put(digest, bytes);
  }

  void putManifest(String repository, Stored manifest) {
    of(repository).manifests().put(manifest.digest(), manifest);
  }

  void tag(String repository, String tag, String digest) {
    of(repository).tags().put(tag, digest);
  }

  void untag(String repository, String tag) {
    of(repository).tags().remove(tag);
  }

  void delete(String repository) {
    repositories.remove(repository);
  }

  Optional<byte[]> blob(String repository, String digest) {
    return Optional.ofNullable(repositories.get(repository)).map(held -> held.blobs().get(digest));
  }

  /// By tag or digest.
  Optional<Stored> manifest(String repository, String reference) {
    Repository held = repositories.get(repository);
    if (held == null) {
      return Optional.empty();
    }
    String digest = reference.contains(":") ? reference : held.tags().get(reference);
    return digest == null ? Optional.empty() : Optional.ofNullable(held.manifests().get(digest));
  }

  /// In lexical order, after `last`.
  List<String> tags(String repository, String last) {
    Repository held = repositories.get(repository);
    return held == null ? List.of() : List.copyOf(held.tags().tailMap(last, false).keySet());
  }

  /// In lexical order, after `last`.
  List<String> names(String last) {
    return repositories.keySet().stream().filter(it -> it.compareTo(last) > 0).sorted().toList();
  }

  private Repository of(String repository) {
    return repositories.computeIfAbsent(
        repository,
        _ ->
            new Repository(
                new ConcurrentHashMap<>(),
                new ConcurrentSkipListMap<>(),
                new ConcurrentHashMap<>()));
  }
}
