package dev.pullable.registry;

import dev.pullable.reference.Digest;

/// Everything a registry can say to a request for a manifest.
public sealed interface ManifestAnswer permits ManifestAnswer.Found, Refusal {

  /// @param digest the digest of what was found, verified against its bytes
  record Found(Digest digest, Manifest manifest) implements ManifestAnswer {}
}
