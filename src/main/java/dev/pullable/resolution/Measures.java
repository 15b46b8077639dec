package dev.pullable.resolution;

import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.Manifest.Entry;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestSelector;
import dev.pullable.registry.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How large and how old the images are that Nodes pull. What would have to be asked for is asked
/// for only where it is wanted, and stays unknown where there is no answer.
///
/// @param now by which an age is told
record Measures(Wanted wanted, Instant now, ManifestSelector.Content content) {

  /// Of a single image, whose manifest is at hand.
  Content of(Manifest.Image image) {
    Optional<Instant> created = wanted.age() ? created(image) : Optional.empty();
    return new Content(OptionalLong.of(image.layersSize()), created.map(this::age));
  }

  /// Of an image in an index.
  Content of(Entry entry) {
    if (!wanted.size() && !wanted.age()) {
      return Content.UNKNOWN;
    }
    return switch (content.manifest(entry.descriptor())) {
      case ManifestAnswer.Found(var _, Manifest.Image image, var _) -> of(image);
      case ManifestAnswer.Found(var _, Manifest.Artifact artifact, var _) -> of(artifact.image());
      case ManifestAnswer.Found _, Refusal _ -> Content.UNKNOWN;
    };
  }

  private Optional<Instant> created(Manifest.Image image) {
    return switch (content.config(image.config())) {
      case ConfigAnswer.Found(var _, int _, var created) -> created;
      case Refusal _ -> Optional.empty();
    };
  }

  /// One that was made by a clock that is ahead is new.
  private Duration age(Instant created) {
    return created.isAfter(now) ? Duration.ZERO : Duration.between(created, now);
  }
}
