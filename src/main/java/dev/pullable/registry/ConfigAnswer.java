package dev.pullable.registry;

import dev.pullable.platform.Platform;

/// Everything a registry can say to a request for an image's config.
public sealed interface ConfigAnswer permits ConfigAnswer.Found, Refusal {

  /// @param platform os, architecture, variant and os version; empty members where absent
  /// @param layers how many layers it lists; without as many in the manifest nothing is unpacked
  record Found(Platform platform, int layers) implements ConfigAnswer {}
}
