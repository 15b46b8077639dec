package dev.pullable.resolution;

import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.EligiblePlatforms.Group;
import dev.pullable.platform.Platform;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.Manifest.Entry;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestSelector;
import dev.pullable.registry.ManifestSelector.Selection;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Registry.ConfigRequest;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges what was found: whether it is an image, and whether the nodes are served by it.
final class PlatformJudge {
  private final Registry registry;

  PlatformJudge(Registry registry) {
    this.registry = registry;
  }

  /// @param request the request that found it, by which its parts are fetched
  Resolution judge(
      ContainerImage image,
      ManifestAnswer.Found found,
      ManifestRequest request,
      EligiblePlatforms platforms,
      Evidence evidence,
      Deadline deadline) {
    Fetched content = new Fetched(request, deadline);
    return switch (found.manifest()) {
      case Manifest.Artifact artifact ->
          artifact(image, artifact, found, platforms, evidence, content);
      case Manifest.Unknown(String mediaType) -> notAnImage(image, evidence.about(mediaType, ""));
      case Manifest.SchemaOne() ->
          new Inconclusive(Reason.SCHEMA_ONE_IMAGE, Doubt.NODE_UNKNOWN, evidence);
      case Manifest.Image single -> single(single, found, platforms, evidence, content);
      case Manifest.Index index -> index(index, found, platforms, evidence, content);
    };
  }

  /// An artifact is one if its config does not list the layers: containerd then unpacks nothing.
  /// But containerd 2 leaves out layers of types that it does not know (client/image.go,
  /// getLayers), and there are runtimes that take WebAssembly as it is.
  private static Resolution artifact(
      ContainerImage image,
      Manifest.Artifact artifact,
      ManifestAnswer.Found found,
      EligiblePlatforms platforms,
      Evidence evidence,
      Fetched content) {
    Evidence about = evidence.about(artifact.type(), "");
    return switch (content.config(artifact.image().config())) {
      case Refusal _ -> new Inconclusive(Reason.NOT_AN_IMAGE, Doubt.NO_ANSWER, about);
      case ConfigAnswer.Found(Platform built, int layers)
          when layers == artifact.image().layers() ->
          new Pullable(found.digest(), concerns(built, platforms), evidence);
      case ConfigAnswer.Found(var _, int layers)
          when (0 < layers && layers < artifact.image().layers())
              || artifact.type().contains("wasm") ->
          new Inconclusive(Reason.NOT_AN_IMAGE, Doubt.NODE_UNKNOWN, about);
      case ConfigAnswer.Found _ -> notAnImage(image, about);
    };
  }

  /// A volume may be made of an artifact by some runtimes; a container never is.
  private static Resolution notAnImage(ContainerImage image, Evidence evidence) {
    return image.kind() == ContainerImage.Kind.IMAGE_VOLUME
        ? new Inconclusive(Reason.NOT_AN_IMAGE, Doubt.NODE_UNKNOWN, evidence)
        : new Unpullable(Reason.NOT_AN_IMAGE, evidence);
  }

  /// A config that is not of its digest fails the pull on every node; one that cannot be had now
  /// only leaves open where the image runs.
  private static Resolution single(
      Manifest.Image image,
      ManifestAnswer.Found found,
      EligiblePlatforms platforms,
      Evidence evidence,
      Fetched content) {
    if (platforms.groups().isEmpty()) {
      return new Pullable(found.digest(), List.of(), evidence);
    }
    return switch (content.config(image.config())) {
      case Refusal.Misbehaved why -> undecided(why, evidence);
      case Refusal _ -> new Pullable(found.digest(), List.of(), evidence);
      case ConfigAnswer.Found(Platform built, int _) ->
          new Pullable(found.digest(), concerns(built, platforms), evidence);
    };
  }

  /// A single image is pulled by every node, and dies on those that it is not built for.
  private static List<Concern> concerns(Platform built, EligiblePlatforms platforms) {
    if (built.architecture().isEmpty()) {
      return List.of();
    }
    List<String> nodes = new ArrayList<>();
    boolean wrong = false;
    for (Group group : platforms.groups()) {
      if (!NodeVariants.ofMost(group.platform()).matches(built)) {
        wrong = true;
        nodes.addAll(group.nodes());
      }
    }
    return wrong ? List.of(new Concern(Reason.WRONG_PLATFORM, name(built), nodes)) : List.of();
  }

  private Resolution index(
      Manifest.Index index,
      ManifestAnswer.Found found,
      EligiblePlatforms platforms,
      Evidence evidence,
      Fetched content) {
    List<Group> served = new ArrayList<>();
    List<Group> unserved = new ArrayList<>();
    List<Group> uncertain = new ArrayList<>();
    for (Group group : platforms.groups()) {
      switch (coverage(index, group.platform(), content)) {
        case Coverage.Served() -> served.add(group);
        case Coverage.Unserved() -> unserved.add(group);
        case Coverage.Uncertain() -> uncertain.add(group);
        case Coverage.Unknown(Refusal why) -> {
          return undecided(why, evidence);
        }
      }
    }
    if (served.isEmpty() && uncertain.isEmpty() && !unserved.isEmpty()) {
      return new Unpullable(
          Reason.NO_MATCHING_PLATFORM, evidence.about(names(unserved), offered(index)));
    }
    if (served.isEmpty() && !uncertain.isEmpty()) {
      return new Inconclusive(
          Reason.PLATFORM_UNCERTAIN, Doubt.NODE_UNKNOWN, evidence.about(names(uncertain), ""));
    }
    List<Concern> concerns = new ArrayList<>();
    concern(Reason.PLATFORM_NOT_ON_ALL_NODES, unserved).ifPresent(concerns::add);
    concern(Reason.PLATFORM_UNCERTAIN, uncertain).ifPresent(concerns::add);
    return new Pullable(found.digest(), concerns, evidence);
  }

  private static Optional<Concern> concern(Reason reason, List<Group> groups) {
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Concern(
                reason,
                names(groups),
                groups.stream().flatMap(group -> group.nodes().stream()).toList()));
  }

  private static Resolution undecided(Refusal why, Evidence evidence) {
    Refusals.Named named = Refusals.nameUndecided(why);
    return new Inconclusive(
        named.reason(), Doubt.NO_ANSWER, evidence.about(named.subject(), named.detail()));
  }

  private static String names(List<Group> groups) {
    return String.join(",", groups.stream().map(it -> name(it.platform())).distinct().toList());
  }

  /// A platform as people write it, with its version where that decides.
  private static String name(Platform platform) {
    boolean versioned = platform.os().equals("windows") && !platform.osVersion().isEmpty();
    return versioned ? platform + " (" + platform.osVersion() + ")" : platform.toString();
  }

  private static String offered(Manifest.Index index) {
    List<String> offered =
        index.entries().stream()
            .filter(entry -> !entry.attestation())
            .flatMap(entry -> entry.platform().stream())
            .map(PlatformJudge::name)
            .distinct()
            .toList();
    return offered.isEmpty() ? "" : "it is there for " + String.join(", ", offered);
  }

  /// Whether an index serves the nodes of a platform.
  private sealed interface Coverage {
    record Served() implements Coverage {}

    record Unserved() implements Coverage {}

    /// It depends on what a Node does not tell.
    record Uncertain() implements Coverage {}

    record Unknown(Refusal why) implements Coverage {}
  }

  private static Coverage coverage(Manifest.Index index, Platform node, Fetched content) {
    return switch (ManifestSelector.select(index, NodeVariants.ofLeast(node), content)) {
      case Selection.Picked(var entry) when isFetched(entry, node) -> new Coverage.Served();
      case Selection.Picked _ -> new Coverage.Uncertain();
      case Selection.Undecided(Refusal why) -> new Coverage.Unknown(why);
      case Selection.NoMatch _, Selection.UnexpectedMediaType _ ->
          coverageAtMost(index, node, content);
    };
  }

  private static Coverage coverageAtMost(Manifest.Index index, Platform node, Fetched content) {
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

  /// Parts of the image, fetched as the image was.
  private final class Fetched implements ManifestSelector.Content {
    private final ManifestRequest request;
    private final Deadline deadline;

    Fetched(ManifestRequest request, Deadline deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    @Override
    public ManifestAnswer manifest(Manifest.Descriptor descriptor) {
      return registry.manifest(
          new ManifestRequest(
              request.endpoint(),
              request.repository(),
              descriptor.digest().toString(),
              descriptor.digest(),
              request.credential()),
          deadline);
    }

    @Override
    public ConfigAnswer config(Manifest.Descriptor descriptor) {
      return registry.config(
          new ConfigRequest(
              request.endpoint(), request.repository(), descriptor, request.credential()),
          deadline);
    }
  }
}
