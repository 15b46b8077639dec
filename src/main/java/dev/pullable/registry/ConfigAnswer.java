package dev.pullable.registry;

import dev.pullable.platform.Platform;
import java.time.Instant;
import java.util.Optional;

/// Everything a registry can say to a request for an image's config.
public sealed interface ConfigAnswer permits ConfigAnswer.Found, Refusal {

  /// @param platform os, architecture, variant and os version; empty members where absent
  /// @param layers how many layers it lists; without as many in the manifest nothing is unpacked
  /// @param created when the image says that it was made; absent where it does not say
  record Found(Platform platform, int layers, Optional<Instant> created) implements ConfigAnswer {

    /// A config that does not say when the image was made.
    public Found(Platform platform, int layers) {
      this(platform, layers, Optional.empty());
    }
  }
}
