package dev.pullable.testregistry;

/// What part of a registry a request is for.
public enum RequestKind {
  /// `/v2/`
  BASE,
  MANIFEST,
  BLOB,
  TAGS,
  UPLOAD,
  /// The token endpoint, or a route that a test added under its path.
  TOKEN,
  /// Anything else under `/v2/`.
  OTHER
}
