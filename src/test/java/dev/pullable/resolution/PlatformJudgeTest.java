package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.EligiblePlatforms.Group;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlatformJudgeTest {
  private static final long GIB = 1L << 30;
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Platform ARM64 = Platform.of("linux", "arm64");
  private static final Platform WINDOWS =
      new Platform("windows", "amd64", "", "10.0.20348.1", List.of());
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");
  private static final Wanted ALL = new Wanted(true, true, _ -> false);
  private static final ContainerImage IMAGE =
      new ContainerImage(
          "spec.containers[0].image",
          ContainerImage.Kind.CONTAINER,
          "c",
          "reg.example/app:1",
          PullPolicy.ALWAYS);

  private final Map<Digest, Manifest> manifests = new HashMap<>();
  private final Map<Digest, ConfigAnswer> configs = new HashMap<>();
  private final List<Digest> asked = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Platform> added = new ArrayList<>();
  private Supplier<Map<String, Set<Platform>>> selectable = Map::of;
  private Wanted wanted = Wanted.NOTHING;

  private static Digest digest(int number) {
    return new Digest("sha256", "%064d".formatted(number));
  }

  private static Manifest.Descriptor descriptor(int number, String kind) {
    return new Manifest.Descriptor(
        digest(number), "application/vnd.oci.image." + kind + ".v1+json", 2);
  }

  /// @param number by which its config is told from others
  private Manifest.Image image(int number, Platform platform, long size, String created) {
    Optional<Instant> made =
        created.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(created));
    configs.put(digest(number), new ConfigAnswer.Found(platform, 1, made));
    return new Manifest.Image(descriptor(number, "config"), 1, size);
  }

  private Manifest.Index index(Map<Platform, Manifest.Image> images) {
    List<Manifest.Entry> entries = new ArrayList<>();
    images.forEach((platform, image) -> {
      int number = 1_000 + entries.size();
      manifests.put(digest(number), image);
      entries.add(new Manifest.Entry(descriptor(number, "manifest"), Optional.of(platform), false));
    });
    return new Manifest.Index(entries);
  }

  private Manifest.Index index(Platform... platforms) {
    Map<Platform, Manifest.Image> images = new LinkedHashMap<>();
    for (int i = 0; i < platforms.length; i++) {
      images.put(platforms[i], image(i + 1, platforms[i], 100, ""));
    }
    return index(images);
  }

  private void node(String name, Platform platform, long allocatable, boolean pressure) {
    nodes.add(
        new Node(
            name,
            Map.of(),
            List.of(),
            platform,
            Set.of(),
            false,
            new Node.Disk(allocatable, pressure),
            ""));
  }

  private void node(String name, Platform platform) {
    node(name, platform, -1, false);
  }

  private EligiblePlatforms platforms() {
    Map<Platform, List<String>> byPlatform = new LinkedHashMap<>();
    nodes.forEach(node ->
        byPlatform.computeIfAbsent(node.platform(), _ -> new ArrayList<>()).add(node.name()));
    added.forEach(platform -> byPlatform.putIfAbsent(platform, List.of()));
    List<Group> groups = new ArrayList<>();
    byPlatform.forEach((platform, names) -> groups.add(new Group(platform, names)));
    return new EligiblePlatforms(groups, nodes, selectable);
  }

  private Resolution judge(Manifest manifest) {
    Registry registry =
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            asked.add(request.digest());
            Manifest found = manifests.get(request.digest());
            return found == null
                ? new Refusal.ServerError(503)
                : new ManifestAnswer.Found(request.digest(), found);
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            asked.add(request.config().digest());
            return configs.getOrDefault(request.config().digest(), new Refusal.ServerError(503));
          }
        };
    ImageParts parts =
        new ImageParts(
            registry,
            new Registry.ManifestRequest(
                new Endpoint("reg.example", Transport.TLS), "app", "1", null, null),
            Deadline.in(Duration.ofSeconds(10)));
    Evidence evidence = Evidence.of(ImageReferenceParser.parse(IMAGE.image()), List.of());
    return new PlatformJudge(platforms(), evidence, parts, new Measures(wanted, NOW, parts))
        .judge(IMAGE, new ManifestAnswer.Found(digest(0), manifest));
  }

  private Concern concern(Manifest manifest) {
    List<Concern> concerns = ((Pullable) judge(manifest)).concerns();
    assertThat(concerns).hasSize(1);
    return concerns.getFirst();
  }

  @Test
  void howManyNodesAnIndexDoesNotServeIsTold() {
    node("a", AMD64);
    node("b", ARM64);
    node("c", ARM64);
    selectable = () -> Map.of("amd64", Set.of(AMD64), "arm64", Set.of(ARM64));
    Concern concern = concern(index(AMD64));
    assertThat(concern.reason()).isEqualTo(Reason.PLATFORM_NOT_ON_ALL_NODES);
    assertThat(concern.nodes()).containsExactly("b", "c");
    assertThat(concern.concerned()).isEqualTo(new NodesConcerned(2, 3, List.of("amd64")));
  }

  @Test
  void whereThePodCouldLandInsteadIsToldOfAnImageForNoneOfItsNodes() {
    node("a", AMD64);
    selectable = () -> Map.of("amd64", Set.of(AMD64), "arm64", Set.of(ARM64));
    Unpullable unpullable = (Unpullable) judge(index(ARM64, Platform.of("linux", "s390x")));
    assertThat(unpullable.reason()).isEqualTo(Reason.NO_MATCHING_PLATFORM);
    assertThat(unpullable.evidence().nodes()).isEqualTo(new NodesConcerned(1, 1, List.of("arm64")));
  }

  /// `kubernetes.io/arch: amd64` alone might lead to a Windows Node.
  @Test
  void anArchitectureIsNotProposedOfWhichSomeNodesAreNotServed() {
    node("a", ARM64);
    selectable = () -> Map.of("amd64", Set.of(AMD64, WINDOWS));
    assertThat(((Unpullable) judge(index(AMD64))).evidence().nodes())
        .isEqualTo(new NodesConcerned(1, 1, List.of()));
  }

  @Test
  void howManyNodesASingleImageDiesOnIsTold() {
    node("a", AMD64);
    node("b", ARM64);
    selectable = () -> Map.of("amd64", Set.of(AMD64), "arm64", Set.of(ARM64));
    Concern concern = concern(image(1, ARM64, 100, ""));
    assertThat(concern.reason()).isEqualTo(Reason.WRONG_PLATFORM);
    assertThat(concern.concerned()).isEqualTo(new NodesConcerned(1, 2, List.of("arm64")));
  }

  @Test
  void platformsOfNoNodeConcernNone() {
    node("a", AMD64);
    added.add(ARM64);
    assertThat(concern(index(AMD64)).concerned()).isEqualTo(NodesConcerned.UNKNOWN);
  }

  @Test
  void nobodyLooksForOtherNodesWhereTheImageRuns() {
    node("a", AMD64);
    selectable =
        () -> {
          throw new AssertionError("looked for");
        };
    assertThat(((Pullable) judge(index(AMD64))).concerns()).isEmpty();
  }

  @Test
  void aSingleImageLargerThanANodesStorageIsAConcern() {
    node("a", AMD64, 10 * GIB, false);
    node("b", AMD64, 8 * GIB, false);
    node("c", AMD64, 20 * GIB, false);
    node("d", AMD64);
    Concern concern = concern(image(1, AMD64, 12 * GIB + 300 * (GIB >> 10), ""));
    assertThat(concern.reason()).isEqualTo(Reason.DISK_TOO_SMALL);
    assertThat(concern.subject()).isEqualTo("12.3 GiB");
    assertThat(concern.detail()).isEqualTo("10.0 GiB");
    assertThat(concern.nodes()).containsExactly("a", "b");
    assertThat(concern.concerned()).isEqualTo(new NodesConcerned(2, 4, List.of()));
  }

  /// Its images may be on a disk of their own.
  @Test
  void aNodeThatHasTheImageIsNotTooSmallForIt() {
    nodes.add(
        new Node(
            "a",
            Map.of(),
            List.of(),
            AMD64,
            Set.of("reg.example/app:1"),
            false,
            new Node.Disk(GIB, false),
            ""));
    node("b", AMD64, GIB, false);
    assertThat(concern(image(1, AMD64, 2 * GIB, "")).nodes()).containsExactly("b");
  }

  @Test
  void whatJustFitsIsNoConcern() {
    node("a", AMD64, 10 * GIB, false);
    assertThat(((Pullable) judge(image(1, AMD64, 10 * GIB, ""))).concerns()).isEmpty();
  }

  /// The scheduler's choice is what is warned of already.
  @Test
  void aNodeOnWhichTheImageDiesIsNotSaidToBeTooSmallForIt() {
    node("a", AMD64, 100 * GIB, false);
    node("b", ARM64, GIB, false);
    assertThat(concern(image(1, AMD64, 2 * GIB, "")).reason()).isEqualTo(Reason.WRONG_PLATFORM);
  }

  @Test
  void anImageInAnIndexIsHeldAgainstTheNodesThatPullIt() {
    wanted = new Wanted(true, false, _ -> false);
    node("a", AMD64, 10 * GIB, false);
    node("b", ARM64, 10 * GIB, false);
    Map<Platform, Manifest.Image> images = new LinkedHashMap<>();
    images.put(AMD64, image(1, AMD64, GIB, ""));
    images.put(ARM64, image(2, ARM64, 11 * GIB, ""));
    Manifest.Index index = index(images);
    Concern concern = concern(index);
    assertThat(concern.reason()).isEqualTo(Reason.DISK_TOO_SMALL);
    assertThat(concern.nodes()).containsExactly("b");
    assertThat(asked).doesNotContain(digest(1), digest(2));
    assertThat(((Pullable) judge(index)).content().size()).hasValue(11 * GIB);
  }

  @Test
  void theSizesInAnIndexAreNotAskedForUnlessWanted() {
    node("a", AMD64, 1, false);
    Pullable pullable = (Pullable) judge(index(AMD64));
    assertThat(pullable.concerns()).isEmpty();
    assertThat(pullable.content()).isEqualTo(Content.UNKNOWN);
    assertThat(asked).isEmpty();
  }

  @Test
  void aSizeThatCannotBeHadIsUnknown() {
    wanted = ALL;
    node("a", AMD64, 1, false);
    Manifest.Index index = index(AMD64);
    manifests.clear();
    Pullable pullable = (Pullable) judge(index);
    assertThat(pullable.concerns()).isEmpty();
    assertThat(pullable.content()).isEqualTo(Content.UNKNOWN);
  }

  @Test
  void theLargestAndTheOldestOfAnIndexCount() {
    wanted = ALL;
    node("a", AMD64);
    node("b", ARM64);
    Map<Platform, Manifest.Image> images = new LinkedHashMap<>();
    images.put(AMD64, image(1, AMD64, 300, "2026-06-21T00:00:00Z"));
    images.put(ARM64, image(2, ARM64, 200, "2026-06-01T00:00:00Z"));
    images.put(Platform.of("linux", "s390x"), image(3, AMD64, 900, "2020-06-01T00:00:00Z"));
    assertThat(((Pullable) judge(index(images))).content())
        .isEqualTo(new Content(OptionalLong.of(300), Optional.of(Duration.ofDays(30))));
  }

  @Test
  void theAgeOfASingleImageIsKnownWhereItIsWanted() {
    wanted = new Wanted(false, true, _ -> false);
    Manifest.Image image = image(1, AMD64, 5, "2026-06-30T00:00:00Z");
    assertThat(((Pullable) judge(image)).content())
        .isEqualTo(new Content(OptionalLong.of(5), Optional.of(Duration.ofDays(1))));
    wanted = Wanted.NOTHING;
    asked.clear();
    assertThat(((Pullable) judge(image)).content().age()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsMadeInTheFutureIsNew() {
    wanted = ALL;
    assertThat(((Pullable) judge(image(1, AMD64, 5, "2027-01-01T00:00:00Z"))).content().age())
        .contains(Duration.ZERO);
  }

  @Test
  void pressureOnEveryNodeThatIsServedIsAConcern() {
    node("a", AMD64, -1, true);
    node("b", AMD64, -1, true);
    Concern concern = concern(index(AMD64));
    assertThat(concern.reason()).isEqualTo(Reason.DISK_PRESSURE);
    assertThat(concern.subject()).isEqualTo("2 of 2 eligible nodes");
    assertThat(concern.nodes()).containsExactly("a", "b");
    assertThat(concern.concerned()).isEqualTo(new NodesConcerned(2, 2, List.of()));
  }

  @Test
  void thePodLandsWhereThereIsNoPressure() {
    node("a", AMD64, -1, true);
    node("b", AMD64, -1, false);
    assertThat(((Pullable) judge(index(AMD64))).concerns()).isEmpty();
  }

  @Test
  void aNodeWithoutPressureThatIsNotServedDoesNotHelp() {
    node("a", AMD64, -1, true);
    node("b", ARM64, -1, false);
    assertThat(((Pullable) judge(index(AMD64))).concerns())
        .extracting(Concern::reason, Concern::subject)
        .containsExactly(
            tuple(Reason.PLATFORM_NOT_ON_ALL_NODES, "linux/arm64"),
            tuple(Reason.DISK_PRESSURE, "1 of 2 eligible nodes"));
  }

  @Test
  void aNodeThatMayBeAddedIsNotUnderPressure() {
    node("a", AMD64, -1, true);
    added.add(ARM64);
    assertThat(((Pullable) judge(index(AMD64, ARM64))).concerns()).isEmpty();
    added.set(0, Platform.of("linux", "s390x"));
    assertThat(((Pullable) judge(index(AMD64, ARM64))).concerns())
        .extracting(Concern::reason)
        .containsExactly(Reason.PLATFORM_NOT_ON_ALL_NODES, Reason.DISK_PRESSURE);
  }
}
