package dev.pullable.resolution;

import dev.pullable.platform.Platform;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.Manifest.Entry;
import dev.pullable.registry.ManifestSelector;
import dev.pullable.registry.ManifestSelector.Selection;
import dev.pullable.registry.Refusal;
import java.util.Optional;

/// Which Nodes an index serves.
record IndexCoverage(Manifest.Index index, ManifestSelector.Content content) {

  /// Whether it serves the Nodes of a platform.
  sealed interface Coverage {

    /// @param entry what they pull
    record Served(Optional<Entry> entry) implements Coverage {}

    record Unserved() implements Coverage {}

    /// It depends on what a Node does not tell.
    record Uncertain() implements Coverage {}

    record Unknown(Refusal why) implements Coverage {}
  }

  Coverage of(Platform node) {
    return switch (ManifestSelector.select(index, NodeVariants.ofLeast(node), content)) {
      case Selection.Picked(var entry) when isFetched(entry, node) -> new Coverage.Served(entry);
      case Selection.Picked _ -> new Coverage.Uncertain();
      case Selection.Undecided(Refusal why) -> new Coverage.Unknown(why);
      case Selection.NoMatch _, Selection.UnexpectedMediaType _ -> atMost(node);
    };
  }

  private Coverage atMost(Platform node) {
    return switch (ManifestSelector.select(index, NodeVariants.ofMost(node), content)) {
      case Selection.Picked _ -> new Coverage.Uncertain();
      case Selection.Undecided(Refusal why) -> new Coverage.Unknown(why);
      case Selection.NoMatch _, Selection.UnexpectedMediaType _ -> new Coverage.Unserved();
    };
  }

  /// containerd 2.1 and later pick what a node falls back to, such as 386 on amd64, and then do not
  /// fetch it (containerd: core/transfer/image/imagestore.go, ImageFilter).
  private static boolean isFetched(Optional<Entry> entry, Platform node) {
    return entry
        .flatMap(Entry::platform)
        .map(it -> NodeVariants.mayBeExactly(node, it))
        .orElse(true);
  }
}
