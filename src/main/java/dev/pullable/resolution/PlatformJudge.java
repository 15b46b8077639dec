package dev.pullable.resolution;

import static java.util.stream.Collectors.partitioningBy;

import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.EligiblePlatforms.Group;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.Manifest.Entry;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.resolution.IndexCoverage.Coverage;
import dev.pullable.resolution.PlatformFit.Fit;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Judges what was found: whether it is an image, and whether the nodes are served by it.
///
/// @param parts the rest of what was found
/// @param measures how large and how old it is
/// @param fits hears how each platform is served
record PlatformJudge(
    EligiblePlatforms platforms,
    Evidence evidence,
    ImageParts parts,
    Measures measures,
    Consumer<PlatformFit> fits) {

  /// One that nobody listens to.
  PlatformJudge(
      EligiblePlatforms platforms, Evidence evidence, ImageParts parts, Measures measures) {
    this(platforms, evidence, parts, measures, _ -> {});
  }

  Resolution judge(ContainerImage image, ManifestAnswer.Found found) {
    return switch (found.manifest()) {
      case Manifest.Artifact artifact -> artifact(image, artifact, found.digest());
      case Manifest.Unknown(String mediaType) -> notAnImage(image, evidence.about(mediaType, ""));
      case Manifest.SchemaOne() ->
          new Inconclusive(Reason.SCHEMA_ONE_IMAGE, Doubt.NODE_UNKNOWN, evidence);
      case Manifest.Image single -> single(single, found.digest());
      case Manifest.Index index -> index(index, found.digest());
    };
  }

  /// An artifact is one if its config does not list the layers: containerd then unpacks nothing.
  /// But containerd 2 leaves out layers of types that it does not know (client/image.go,
  /// getLayers), and there are runtimes that take WebAssembly as it is.
  private Resolution artifact(ContainerImage image, Manifest.Artifact artifact, Digest digest) {
    Evidence about = evidence.about(artifact.type(), "");
    return switch (parts.config(artifact.image().config())) {
      case Refusal _ -> new Inconclusive(Reason.NOT_AN_IMAGE, Doubt.NO_ANSWER, about);
      case ConfigAnswer.Found(Platform built, int layers, var _)
          when layers == artifact.image().layers() ->
          built(built, artifact.image(), digest);
      case ConfigAnswer.Found(var _, int layers, var _)
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
  private Resolution single(Manifest.Image image, Digest digest) {
    Platform anything = Platform.of("", "");
    if (platforms.groups().isEmpty()) {
      return built(anything, image, digest);
    }
    return switch (parts.config(image.config())) {
      case Refusal.Misbehaved why -> undecided(why);
      case Refusal _ -> built(anything, image, digest);
      case ConfigAnswer.Found(Platform built, int _, var _) -> built(built, image, digest);
    };
  }

  /// A single image is pulled by every node, and dies on those that it is not built for.
  private Pullable built(Platform built, Manifest.Image image, Digest digest) {
    Predicate<Platform> runs =
        node -> built.architecture().isEmpty() || NodeVariants.ofMost(node).matches(built);
    platforms.groups().forEach(group -> fits.accept(fit(group.platform(), built, runs)));
    Map<Boolean, List<Group>> groups =
        platforms.groups().stream().collect(partitioningBy(group -> runs.test(group.platform())));
    List<Concern> concerns = new ArrayList<>();
    concerns.addAll(
        concern(Reason.WRONG_PLATFORM, name(built), groups.getOrDefault(false, List.of()), runs));
    Content content = measures.of(image);
    Map<Platform, Content> served = new HashMap<>();
    groups.getOrDefault(true, List.of()).forEach(group -> served.put(group.platform(), content));
    concerns.addAll(disks(served));
    return new Pullable(digest, concerns, content, evidence);
  }

  private static PlatformFit fit(Platform node, Platform built, Predicate<Platform> runs) {
    return built.architecture().isEmpty()
        ? new PlatformFit(node, Optional.empty(), Fit.UNKNOWN)
        : new PlatformFit(node, Optional.of(built), runs.test(node) ? Fit.SERVED : Fit.UNSERVED);
  }

  private static PlatformFit fit(Platform node, Coverage coverage) {
    return switch (coverage) {
      case Coverage.Served(var entry) ->
          new PlatformFit(node, entry.flatMap(Entry::platform), Fit.SERVED);
      case Coverage.Unserved() -> new PlatformFit(node, Optional.empty(), Fit.UNSERVED);
      case Coverage.Uncertain() -> new PlatformFit(node, Optional.empty(), Fit.UNCERTAIN);
      case Coverage.Unknown _ -> new PlatformFit(node, Optional.empty(), Fit.UNKNOWN);
    };
  }

  /// The Nodes by how an index serves them.
  private record Sorted(
      Map<Platform, Coverage.Served> served, List<Group> unserved, List<Group> uncertain) {}

  private Resolution index(Manifest.Index index, Digest digest) {
    IndexCoverage coverage = new IndexCoverage(index, parts);
    Sorted sorted = new Sorted(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Group group : platforms.groups()) {
      Coverage served = coverage.of(group.platform());
      fits.accept(fit(group.platform(), served));
      switch (served) {
        case Coverage.Served it -> sorted.served().put(group.platform(), it);
        case Coverage.Unserved() -> sorted.unserved().add(group);
        case Coverage.Uncertain() -> sorted.uncertain().add(group);
        case Coverage.Unknown(Refusal why) -> {
          return undecided(why);
        }
      }
    }
    return index(coverage, sorted, digest);
  }

  private Resolution index(IndexCoverage coverage, Sorted sorted, Digest digest) {
    Predicate<Platform> serves = node -> coverage.of(node) instanceof Coverage.Served;
    List<Group> unserved = sorted.unserved();
    List<Group> uncertain = sorted.uncertain();
    if (sorted.served().isEmpty() && uncertain.isEmpty() && !unserved.isEmpty()) {
      String offered = offered(coverage.index());
      return new Unpullable(
          Reason.NO_MATCHING_PLATFORM,
          evidence.about(names(unserved), offered).with(concerned(unserved, serves)));
    }
    if (sorted.served().isEmpty() && !uncertain.isEmpty()) {
      return new Inconclusive(
          Reason.PLATFORM_UNCERTAIN,
          Doubt.NODE_UNKNOWN,
          evidence.about(names(uncertain), "").with(concerned(uncertain, serves)));
    }
    List<Concern> concerns = new ArrayList<>();
    concerns.addAll(concern(Reason.PLATFORM_NOT_ON_ALL_NODES, names(unserved), unserved, serves));
    concerns.addAll(concern(Reason.PLATFORM_UNCERTAIN, names(uncertain), uncertain, serves));
    return measured(digest, concerns, sorted.served());
  }

  private Pullable measured(
      Digest digest, List<Concern> concerns, Map<Platform, Coverage.Served> served) {
    Map<Platform, Content> contents = new HashMap<>();
    served.forEach((platform, it) ->
        contents.put(platform, it.entry().map(measures::of).orElse(Content.UNKNOWN)));
    List<Concern> all = new ArrayList<>(concerns);
    all.addAll(disks(contents));
    Content content = contents.values().stream().reduce(Content.UNKNOWN, Content::and);
    return new Pullable(digest, all, content, evidence);
  }

  private List<Concern> disks(Map<Platform, Content> served) {
    Predicate<Node> present =
        evidence.reference() instanceof ImageReference reference
            ? new NodeImages(reference)::isOn
            : _ -> false;
    return new Disks(platforms, served, present).concerns();
  }

  /// @param serves whether the image runs on nodes of a platform
  private List<Concern> concern(
      Reason reason, String subject, List<Group> groups, Predicate<Platform> serves) {
    return groups.isEmpty()
        ? List.of()
        : List.of(
            new Concern(
                reason,
                subject,
                "",
                groups.stream().flatMap(group -> group.nodes().stream()).toList(),
                concerned(groups, serves)));
  }

  /// Where an architecture is selected, all Nodes of it are to be served: else the Pod might land
  /// on another operating system.
  private NodesConcerned concerned(List<Group> groups, Predicate<Platform> serves) {
    int concerned = groups.stream().mapToInt(group -> group.nodes().size()).sum();
    List<String> elsewhere = new ArrayList<>();
    platforms
        .selectable()
        .get()
        .forEach((String architecture, Set<Platform> nodes) -> {
          if (nodes.stream().allMatch(serves)) {
            elsewhere.add(architecture);
          }
        });
    return new NodesConcerned(concerned, concerned == 0 ? 0 : platforms.nodes().size(), elsewhere);
  }

  private Resolution undecided(Refusal why) {
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
}
