package dev.pullable.cli;

import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.resolution.Attempt;
import dev.pullable.resolution.ByteSize;
import dev.pullable.resolution.Content;
import dev.pullable.resolution.PlatformFit;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Explanation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What is told of the image that was found.
final class ExplainedFind {
  private ExplainedFind() {}

  static ExplainedImage.Found of(Explanation explanation) {
    return explanation.trace().attempts().stream()
        .filter(attempt -> attempt.answer() instanceof ManifestAnswer.Found)
        .findFirst()
        .map(attempt -> of(explanation, attempt, (ManifestAnswer.Found) attempt.answer()))
        .orElse(new ExplainedImage.Found("", "", "", "", "", List.of(), List.of()));
  }

  private static ExplainedImage.Found of(
      Explanation explanation, Attempt attempt, ManifestAnswer.Found found) {
    Content content = content(explanation.resolution());
    return new ExplainedImage.Found(
        found.digest().toString(),
        Printable.of(kind(found.manifest())),
        size(content, found.manifest()),
        content.age().map(ExplainedFind::age).orElse("not looked up: no policy asks for it"),
        Printable.of(attempt.host()),
        offers(found.manifest()),
        explanation.trace().platforms().stream().map(ExplainedFind::match).toList());
  }

  private static Content content(Resolution resolution) {
    return resolution instanceof Resolution.Pullable it ? it.content() : Content.UNKNOWN;
  }

  private static String size(Content content, Manifest manifest) {
    OptionalLong size =
        content.size().isEmpty() && manifest instanceof Manifest.Image it
            ? OptionalLong.of(it.layersSize())
            : content.size();
    return size.isPresent()
        ? new ByteSize(size.getAsLong()) + " compressed"
        : "not looked up: no policy asks for it";
  }

  private static String kind(Manifest manifest) {
    return switch (manifest) {
      case Manifest.Index(var entries) ->
          "an image index of "
              + counted(entries.stream().filter(it -> !it.attestation()).count(), "image");
      case Manifest.Image(var config, int layers, long _) ->
          "one image of %s (config %s)".formatted(counted(layers, "layer"), config.mediaType());
      case Manifest.Artifact(String type, var _) -> "an artifact of type " + type;
      case Manifest.SchemaOne() -> "a Docker schema 1 manifest";
      case Manifest.Unknown(String mediaType) -> "no image: media type " + mediaType;
    };
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String age(Duration age) {
    return age.toDays() >= 2 ? age.toDays() + " days" : age.toHours() + " hours";
  }

  private static List<String> offers(Manifest manifest) {
    return manifest instanceof Manifest.Index(var entries)
        ? entries.stream()
            .filter(it -> !it.attestation())
            .map(it -> it.platform().map(Object::toString).orElse("(not stated)"))
            .map(Printable::of)
            .distinct()
            .toList()
        : List.of();
  }

  private static ExplainedImage.Match match(PlatformFit fit) {
    return new ExplainedImage.Match(
        Printable.of(fit.node().toString()),
        fit.fit().name().toLowerCase(Locale.ROOT),
        Printable.of(fit.image().map(Object::toString).orElse("")));
  }
}
