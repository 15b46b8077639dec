package dev.pullable.manifest;

import java.io.IOException;

/// A manifest that cannot be read. The message names the file and the document, and never quotes a
/// value, which may be a secret.
public final class UnreadableManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  public UnreadableManifestException(String source, String problem) {
    super(source + ": " + problem);
    this.problem = problem;
  }

  /// What is wrong, without where.
  public String problem() {
    return problem;
  }
}
