package dev.pullable.registry;

import dev.pullable.reference.Digest;
import java.time.Duration;
import java.util.Optional;

/// Everything a registry can say to a request for a manifest.
public sealed interface ManifestAnswer permits ManifestAnswer.Found, Refusal {

  /// @param digest the digest of what was found, verified against its bytes
  /// @param lastSeen since when this is so, where the registry was not asked just now; nothing may
  ///   be denied on it then
  record Found(Digest digest, Manifest manifest, Optional<LastSeen> lastSeen)
      implements ManifestAnswer {

    /// What a registry answered just now.
    public Found(Digest digest, Manifest manifest) {
      this(digest, manifest, Optional.empty());
    }
  }

  /// That an answer is one from before.
  ///
  /// @param age how long ago the registry gave it
  /// @param instead what came of asking again; absent where that is still under way
  record LastSeen(Duration age, Optional<Refusal> instead) {}
}
