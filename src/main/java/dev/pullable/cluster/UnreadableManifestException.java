package dev.pullable.cluster;

import java.io.IOException;

/// A manifest that cannot be read. The message names the file and the document, and never quotes a
/// value, which may be a secret.
public final class UnreadableManifestException extends IOException {
  UnreadableManifestException(String source, String problem) {
    super(source + ": " + problem);
  }
}
