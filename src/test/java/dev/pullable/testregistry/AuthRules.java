package dev.pullable.testregistry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which [Auth] holds for which repository: that of the longest prefix, by whole path components.
final class AuthRules {
  private final Map<String, Auth> byPrefix = new ConcurrentHashMap<>(Map.of("", Auth.open()));

  void put(String prefix, Auth auth) {
    byPrefix.put(prefix, auth);
  }

  Auth of(String repository) {
    String prefix = repository;
    while (true) {
      Auth auth = byPrefix.get(prefix);
      if (auth != null) {
        return auth;
      }
      prefix = prefix.substring(0, Math.max(prefix.lastIndexOf('/'), 0));
    }
  }

  /// Whether any bearer rule knows this user: one token server has one set of users.
  boolean tokenServerKnows(BasicCredential credential) {
    return byPrefix.values().stream()
        .filter(auth -> auth.scheme() == Auth.Scheme.BEARER)
        .anyMatch(auth -> auth.knows(credential.username(), credential.password()));
  }

  /// Whether a repository's name is the prefix or below it; the empty prefix is above all.
  static boolean isUnder(String repository, String prefix) {
    return prefix.isEmpty() || repository.equals(prefix) || repository.startsWith(prefix + "/");
  }
}
