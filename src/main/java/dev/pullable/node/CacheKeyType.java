package dev.pullable.node;

/// For which other images a plugin's answer holds.
enum CacheKeyType {
  /// For none: the same repository only.
  IMAGE,
  /// For all of the registry.
  REGISTRY,
  /// For all that the plugin serves.
  GLOBAL;

  /// What an answer is found by.
  ///
  /// @param value the repository, the registry or nothing
  record CacheKey(CacheKeyType type, String value) {}

  CacheKey key(String repository) {
    return new CacheKey(
        this,
        switch (this) {
          case IMAGE -> repository;
          case REGISTRY -> registry(repository);
          case GLOBAL -> "";
        });
  }

  private static String registry(String repository) {
    int slash = repository.indexOf('/');
    return slash < 0 ? repository : repository.substring(0, slash);
  }
}
