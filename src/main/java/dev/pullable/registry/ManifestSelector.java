package dev.pullable.registry;

import dev.pullable.platform.PlatformMatcher;
import dev.pullable.registry.Manifest.Descriptor;
import dev.pullable.registry.Manifest.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Picks what a node pulls from what a reference resolves to (containerd: core/images/image.go,
/// `Manifest`). Of an index only the entry that the node likes best is ever looked at.
public final class ManifestSelector {
  /// Indexes in indexes; a registry could nest them without end.
  private static final int DEEPEST = 4;

  private ManifestSelector() {}

  /// Fetches what has to be looked at to decide.
  public interface Content {
    ManifestAnswer manifest(Descriptor descriptor);

    ConfigAnswer config(Descriptor descriptor);
  }

  /// What came of it.
  public sealed interface Selection {

    /// A manifest for the node.
    ///
    /// @param entry the entry of the index; absent for a single manifest, which containerd never
    ///   compares with the node
    record Picked(Optional<Entry> entry) implements Selection {}

    record NoMatch() implements Selection {}

    /// What would be picked is no manifest to containerd.
    record UnexpectedMediaType(String mediaType) implements Selection {}

    /// What decides could not be fetched.
    record Undecided(Refusal why) implements Selection {}
  }

  /// Selects for a node.
  public static Selection select(Manifest root, PlatformMatcher node, Content content) {
    return switch (root) {
      case Manifest.Index index -> inIndex(index, node, content, DEEPEST);
      case Manifest.Image _, Manifest.Artifact _ -> new Selection.Picked(Optional.empty());
      case Manifest.SchemaOne _ -> new Selection.UnexpectedMediaType(MediaTypes.DOCKER_SCHEMA_ONE);
      case Manifest.Unknown(String mediaType) -> new Selection.UnexpectedMediaType(mediaType);
    };
  }

  private static Selection inIndex(
      Manifest.Index index, PlatformMatcher node, Content content, int depth) {
    Comparator<Entry> byPreference = Comparator.comparing(Entry::platform, node.byPreference());
    List<Entry> candidates =
        index.entries().stream()
            .filter(it -> it.platform().map(node::matches).orElse(true))
            .sorted(byPreference)
            .toList();
    return candidates.isEmpty()
        ? new Selection.NoMatch()
        : look(candidates.getFirst(), node, content, depth);
  }

  private static Selection look(Entry entry, PlatformMatcher node, Content content, int depth) {
    String mediaType = entry.descriptor().mediaType();
    if (MediaTypes.isManifest(mediaType)) {
      return entry.platform().isPresent()
          ? new Selection.Picked(Optional.of(entry))
          : byConfig(entry, node, content);
    }
    if (!MediaTypes.isIndex(mediaType)) {
      return new Selection.UnexpectedMediaType(mediaType);
    }
    if (depth == 0) {
      return new Selection.Undecided(new Refusal.Misbehaved("nests indexes too deeply"));
    }
    return switch (content.manifest(entry.descriptor())) {
      case Refusal refusal -> new Selection.Undecided(refusal);
      case ManifestAnswer.Found(var _, Manifest.Index inner, var _) ->
          inIndex(inner, node, content, depth - 1);
      case ManifestAnswer.Found _ ->
          new Selection.Undecided(new Refusal.Misbehaved("has an index that is none"));
    };
  }

  /// An entry without a platform is one for the node if its config says so.
  private static Selection byConfig(Entry entry, PlatformMatcher node, Content content) {
    return switch (content.manifest(entry.descriptor())) {
      case Refusal refusal -> new Selection.Undecided(refusal);
      case ManifestAnswer.Found(var _, Manifest.Image image, var _) ->
          byConfig(entry, image, node, content);
      case ManifestAnswer.Found(var _, Manifest.Artifact artifact, var _) ->
          byConfig(entry, artifact.image(), node, content);
      case ManifestAnswer.Found _ ->
          new Selection.Undecided(new Refusal.Misbehaved("has an entry that is no image"));
    };
  }

  private static Selection byConfig(
      Entry entry, Manifest.Image image, PlatformMatcher node, Content content) {
    return switch (content.config(image.config())) {
      case Refusal refusal -> new Selection.Undecided(refusal);
      case ConfigAnswer.Found(var platform, int _, var _) ->
          node.matches(platform)
              ? new Selection.Picked(Optional.of(entry))
              : new Selection.NoMatch();
    };
  }
}
