package dev.pullable.resolution;

import static dev.pullable.platform.Platform.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.credential.NodeCredentialSource.Known;
import dev.pullable.credential.NodeCredentialSource.Unknown;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.PullContext.Secrets;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageResolverTest {
  private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));
  private static final Manifest.Descriptor CONFIG =
      new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.config.v1+json", 2);
  private static final Manifest.Image IMAGE = new Manifest.Image(CONFIG, 1, 100);
  private static final Refusal MISSING = new Refusal.NotFound(Missing.MANIFEST);
  private static final Refusal UNAUTHORIZED = new Refusal.Unauthorized(false);
  private static final Refusal REJECTED = new Refusal.Unauthorized(true);
  private static final Refusal BUSY = new Refusal.ServerError(503);
  private static final String NAME = "reg.example/shop/web:1.0";

  private final List<Registry.ManifestRequest> asked = new ArrayList<>();
  private Function<Registry.ManifestRequest, ManifestAnswer> registry = _ -> found(IMAGE);
  private Function<Registry.ManifestRequest, ManifestAnswer> present = _ -> BUSY;
  private ConfigAnswer config = new ConfigAnswer.Found(of("linux", "amd64"), 1);
  private List<String> nodeRegistries = List.of();
  private NodeCredentialSource nodeSource = NodeCredentialSource.NONE;
  private Evidence evidence = Evidence.of(reference("none"), List.of());
  private List<PullSecret> secrets = List.of();
  private Secrets named = new Secrets(List.of(), List.of(), List.of(), Optional.empty(), false);
  private EligiblePlatforms platforms = nodes(node("n", of("linux", "amd64")));
  private PullPolicy pullPolicy = PullPolicy.ALWAYS;
  private ContainerImage.Kind kind = ContainerImage.Kind.CONTAINER;

  private static ManifestAnswer found(Manifest manifest) {
    return new ManifestAnswer.Found(DIGEST, manifest);
  }

  private static Node node(String name, Platform platform, String... images) {
    return new Node(name, Map.of(), List.of(), platform, Set.of(images));
  }

  private static EligiblePlatforms nodes(Node... nodes) {
    List<EligiblePlatforms.Group> groups = new ArrayList<>();
    for (Node node : nodes) {
      groups.add(new EligiblePlatforms.Group(node.platform(), List.of(node.name())));
    }
    return new EligiblePlatforms(groups, List.of(nodes));
  }

  private static PullSecret secret(String name, String json) {
    return new PullSecret(
        "shop",
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", json.getBytes(StandardCharsets.UTF_8)));
  }

  private static PullSecret entry(String name, String key, String user) {
    return secret(
        name, "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"p\"}}}".formatted(key, user));
  }

  private static Manifest.Index index(Platform... of) {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Platform platform : of) {
      entries.add(
          new Manifest.Entry(
              new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.manifest.v1+json", 2),
              Optional.of(platform),
              false));
    }
    return new Manifest.Index(entries);
  }

  private String resolve(String image) {
    Registry fake =
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            asked.add(request);
            return registry.apply(request);
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            return config;
          }

          @Override
          public Registry now() {
            registry = present;
            return this;
          }
        };
    Resolution resolution =
        new ImageResolver(
                new PullPlanner(new Endpoints(Set.of())),
                fake,
                new NodeCredentials(nodeRegistries, nodeSource))
            .resolve(
                new ContainerImage("spec.containers[0].image", kind, "c", image, pullPolicy),
                new PullContext("shop", Keyring.of(secrets), named, platforms),
                Deadline.in(Duration.ofSeconds(10)));
    evidence =
        switch (resolution) {
          case Resolution.Pullable it -> it.evidence();
          case Resolution.Unpullable it -> it.evidence();
          case Resolution.Inconclusive it -> it.evidence();
          case Resolution.NotPulled _ -> evidence;
        };
    return switch (resolution) {
      case Resolution.Pullable it ->
          "Pullable"
              + String.join("", it.concerns().stream().map(c -> " " + c.reason().word()).toList());
      case Resolution.Unpullable it -> "Unpullable " + it.reason().word();
      case Resolution.Inconclusive it -> "Inconclusive " + it.reason().word() + " " + it.doubt();
      case Resolution.NotPulled _ -> "NotPulled";
    };
  }

  private void answers(ManifestAnswer... inOrder) {
    registry = _ -> inOrder[Math.min(asked.size(), inOrder.length) - 1];
  }

  private void named(String... names) {
    named = new Secrets(List.of(names), List.of(), List.of(), Optional.empty(), false);
  }

  private static ManifestAnswer seen(Manifest manifest, Refusal... instead) {
    Optional<Refusal> now = Stream.of(instead).findFirst();
    return new ManifestAnswer.Found(
        DIGEST, manifest, Optional.of(new ManifestAnswer.LastSeen(Duration.ofMinutes(12), now)));
  }

  @Test
  void whatIsBeingLookedUpAgainIsPullable() {
    registry = _ -> seen(IMAGE);
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void whatWasSeenAndCannotBeLookedUpNowIsAConcern() {
    registry = _ -> seen(IMAGE, new Refusal.FailedLately(BUSY));
    assertThat(resolve(NAME)).isEqualTo("Pullable LastSeen");
    registry = _ -> seen(index(of("linux", "amd64")), BUSY);
    assertThat(resolve(NAME)).isEqualTo("Pullable LastSeen");
  }

  @Test
  void nothingIsDeniedOnWhatWasSeen() {
    registry = _ -> seen(index(of("linux", "s390x")));
    present = _ -> found(index(of("linux", "amd64")));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    registry = _ -> seen(index(of("linux", "s390x")), BUSY);
    present = _ -> BUSY;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryError NO_ANSWER");
    registry = _ -> seen(index(of("linux", "s390x")));
    present = _ -> MISSING;
    assertThat(resolve(NAME)).isEqualTo("Unpullable TagNotFound");
    asked.clear();
    registry = _ -> found(index(of("linux", "s390x")));
    assertThat(resolve(NAME)).isEqualTo("Unpullable NoMatchingPlatform");
    assertThat(asked).hasSize(1);
  }

  @Test
  void anImageThatIsNotLookedAtToSparePullsIsDoubt() {
    registry = _ -> new Refusal.FewPullsLeft(7);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive FewPullsLeft NO_ANSWER");
    assertThat(evidence.subject()).isEqualTo("7");
  }

  @Test
  void whatIsNoReferenceIsNotAskedFor() {
    assertThat(resolve("Reg.example/Shop")).isEqualTo("Unpullable InvalidReference");
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsNeverPulledIsNotAskedFor() {
    pullPolicy = PullPolicy.NEVER;
    platforms = nodes(node("n", of("linux", "amd64"), NAME));
    assertThat(resolve(NAME)).isEqualTo("NotPulled");
    platforms = nodes(node("n", of("linux", "amd64")));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive ImageNotPresent NODE_UNKNOWN");
    platforms = nodes();
    assertThat(resolve(NAME)).isEqualTo("NotPulled");
    assertThat(resolve("Bad/Reference?")).isEqualTo("Unpullable InvalidReference");
    assertThat(asked).isEmpty();
  }

  @Test
  void aDigestIsAskedForWithoutItsTag() {
    resolve(NAME + "@" + DIGEST);
    assertThat(asked.getFirst().reference()).isEqualTo(DIGEST.toString());
    assertThat(asked.getFirst().digest()).isEqualTo(DIGEST);
  }

  @Test
  void credentialsAreTriedInTheKubeletsOrderUntilOneIsLetIn() {
    secrets = List.of(entry("a", "reg.example", "first"), entry("b", "reg.example/shop", "second"));
    answers(REJECTED, found(IMAGE));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    assertThat(asked)
        .extracting(it -> it.credential().username())
        .containsExactly("second", "first");
  }

  @Test
  void aStaleSecretLeavesNoAnonymousAttempt() {
    secrets = List.of(entry("stale", "reg.example", "u"));
    named("stale");
    registry = it -> it.credential() == null ? found(IMAGE) : REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Unpullable CredentialsRejected");
  }

  @Test
  void oneDoubtfulAttemptLeavesDoubt() {
    secrets = List.of(entry("a", "reg.example", "a"), entry("b", "reg.example", "b"));
    answers(REJECTED, BUSY);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryError NO_ANSWER");
    asked.clear();
    answers(BUSY, REJECTED);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryError NO_ANSWER");
  }

  @Test
  void aMissingTagSaysMoreThanARejectedCredential() {
    secrets = List.of(entry("a", "reg.example", "a"), entry("b", "reg.example", "b"));
    answers(MISSING, REJECTED);
    assertThat(resolve(NAME)).isEqualTo("Unpullable TagNotFound");
  }

  @Test
  void aMalformedSecretFailsEveryImageWithoutARequest() {
    secrets = List.of(secret("bad", "{\"auths\":[]}"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretMalformed");
    assertThat(asked).isEmpty();
  }

  @Test
  void theReasonForNoCredentialIsTold() {
    registry = _ -> UNAUTHORIZED;
    assertThat(resolve(NAME)).isEqualTo("Unpullable CredentialsMissing");

    named = new Secrets(List.of("gone"), List.of("gone"), List.of(), Optional.empty(), false);
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretNotFound");

    named("other");
    secrets = List.of(entry("other", "other.example", "u"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretForOtherRegistry");

    secrets = List.of(new PullSecret("shop", "opaque", "Opaque", Map.of()));
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretWrongType");

    secrets = List.of(secret("empty", "{\"auths\":{\"reg.example\":{}}}"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable CredentialsRejected");
  }

  private static Credential ofNode(String user) {
    return held(Credential.Origin.NODE_CONFIG, "config.json", user);
  }

  private static Credential ofPlugin(String user) {
    return held(Credential.Origin.CREDENTIAL_PROVIDER, "ecr", user);
  }

  private static Credential held(Credential.Origin origin, String name, String user) {
    return new Credential(
        user, new Secret("p"), new Credential.Source(origin, name, "reg.example"));
  }

  private void nodesHold(Credential... credentials) {
    nodeSource = (_, _) -> new Known(List.of(credentials));
  }

  private void nodesMayHold(Credential... some) {
    nodeSource = (_, _) -> new Unknown(List.of(some), "the plugin hangs");
  }

  private List<String> users() {
    return asked.stream()
        .map(it -> it.credential() == null ? "nobody" : it.credential().username())
        .toList();
  }

  @Test
  void whatTheNodesHoldIsTriedAfterThePullSecrets() {
    secrets = List.of(entry("a", "reg.example", "secret"));
    nodesHold(ofNode("node"), ofPlugin("plugin"));
    answers(REJECTED, REJECTED, found(IMAGE));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    assertThat(users()).containsExactly("secret", "node", "plugin");
  }

  @Test
  void theNodesAreAskedAboutTheRepositoryAndOnlyWhereNoSecretIsLetIn() {
    List<String> repositories = new ArrayList<>();
    nodeSource =
        (repository, _) -> {
          repositories.add(repository);
          return new Known(List.of());
        };
    secrets = List.of(entry("a", "reg.example", "secret"));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    assertThat(repositories).isEmpty();
    registry = _ -> REJECTED;
    resolve(NAME + "@" + DIGEST);
    assertThat(repositories).containsExactly("reg.example/shop/web");
  }

  @Test
  void whatTheNodesHoldLeavesNoAnonymousAttempt() {
    nodesHold(ofNode("node"));
    registry = it -> it.credential() == null ? found(IMAGE) : REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Unpullable NodeCredentialsRejected");
    assertThat(users()).containsExactly("node");
    asked.clear();
    nodesHold();
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    assertThat(users()).containsExactly("nobody");
  }

  @Test
  void aCredentialOfASecretIsNotShownAgainForTheNodes() {
    secrets = List.of(entry("a", "reg.example", "same"));
    nodesHold(ofNode("same"));
    registry = _ -> REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Unpullable CredentialsRejected");
    assertThat(users()).containsExactly("same");
  }

  @Test
  void whereItCameFromIsTold() {
    registry = _ -> REJECTED;
    nodesHold(ofNode("node"));
    resolve(NAME);
    assertThat(evidence.subject()).isEqualTo("the nodes' docker config");
    nodesHold(ofPlugin("plugin"), ofNode("node"));
    resolve(NAME);
    assertThat(evidence.subject()).isEqualTo("the nodes' credential provider plugin ecr");
    secrets = List.of(entry("stale", "reg.example", "secret"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable CredentialsRejected");
    assertThat(evidence.subject()).isEqualTo("stale");
  }

  @Test
  void whatIsWrongWithAPullSecretIsToldBeforeWhatIsWrongOnTheNodes() {
    registry = _ -> REJECTED;
    nodesHold(ofNode("node"));
    named("other");
    secrets = List.of(entry("other", "other.example", "u"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretForOtherRegistry");
  }

  @Test
  void aRefusalProvesNothingWhereWhatTheNodesHoldIsUnknown() {
    nodesMayHold();
    for (Refusal refusal : List.of(UNAUTHORIZED, MISSING, new Refusal.Denied(false))) {
      registry = _ -> refusal;
      assertThat(resolve(NAME)).startsWith("Inconclusive ").endsWith(" NODE_CREDENTIALS");
      assertThat(evidence.unknown()).isEqualTo("the plugin hangs");
    }
    assertThat(users()).containsOnly("nobody");
    asked.clear();
    secrets = List.of(entry("a", "reg.example", "secret"));
    nodesMayHold(ofNode("node"));
    registry = _ -> REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive CredentialsRejected NODE_CREDENTIALS");
    assertThat(users()).containsExactly("secret", "node");
  }

  @Test
  void whoeverIsLetInSettlesWhatIsUnknown() {
    nodesMayHold(ofNode("node"));
    secrets = List.of(entry("a", "reg.example", "secret"));
    answers(REJECTED, found(IMAGE));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    asked.clear();
    secrets = List.of();
    nodesMayHold();
    registry = it -> it.credential() == null ? found(IMAGE) : REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void aMalformedSecretComesBeforeWhatTheNodesHold() {
    secrets = List.of(secret("bad", "{\"auths\":[]}"));
    nodeSource =
        (_, _) -> {
          throw new AssertionError("asked");
        };
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretMalformed");
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsListedStaysDoubtWhateverIsKnown() {
    nodeRegistries = List.of("reg.example");
    nodesHold(ofNode("node"));
    registry = _ -> REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NodeCredentialsRejected NODE_CREDENTIALS");
  }

  @Test
  void aRefusalProvesNothingWhereNodesMayHoldCredentials() {
    nodeRegistries = List.of("*.example.cloud");
    String image = "abc.example.cloud/app:1";
    for (Refusal refusal : List.of(UNAUTHORIZED, MISSING, new Refusal.Denied(false))) {
      registry = _ -> refusal;
      assertThat(resolve(image)).startsWith("Inconclusive ").endsWith(" NODE_CREDENTIALS");
    }
    assertThat(resolve("a.b.example.cloud/app:1")).isEqualTo("Unpullable AccessDenied");
  }

  @Test
  void aRefusalProvesNothingWhereTheClusterCouldNotBeRead() {
    registry = _ -> UNAUTHORIZED;
    named = new Secrets(List.of("s"), List.of(), List.of("s"), Optional.empty(), false);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive PullSecretUnreadable CLUSTER_UNREADABLE");
    named = new Secrets(List.of(), List.of(), List.of(), Optional.of("robot"), false);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive ServiceAccountNotFound CLUSTER_UNREADABLE");
    named = new Secrets(List.of(), List.of(), List.of(), Optional.empty(), true);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive CredentialsMissing CLUSTER_UNREADABLE");
  }

  @Test
  void aPrivateImageProvesNothingWhereSecretsAreOffLimits() {
    named = new Secrets(List.of(), List.of(), List.of(), Optional.empty(), false, true);
    registry = _ -> UNAUTHORIZED;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive CredentialsMissing CLUSTER_UNREADABLE");
    registry = _ -> new Refusal.Denied(false);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive AccessDenied CLUSTER_UNREADABLE");
    nodesHold(ofNode("node"));
    registry = _ -> REJECTED;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NodeCredentialsRejected CLUSTER_UNREADABLE");
    registry = _ -> new Refusal.NotFound(Missing.MANIFEST);
    assertThat(resolve(NAME)).isEqualTo("Unpullable TagNotFound");
  }

  @Test
  void aWithheldCredentialIsDoubt() {
    registry = _ -> new Refusal.CredentialWithheld("evil.example");
    assertThat(resolve(NAME)).isEqualTo("Inconclusive CredentialWithheld NO_ANSWER");
  }

  @Test
  void everyKindOfNoAnswerIsDoubt() {
    for (Cause cause : Cause.values()) {
      registry = _ -> new Refusal.Unreachable(cause, "reg.example");
      assertThat(resolve(NAME)).startsWith("Inconclusive ");
    }
    for (Refusal refusal :
        List.of(
            BUSY,
            new Refusal.TooManyRequests(Optional.empty()),
            new Refusal.DeadlineExceeded(),
            new Refusal.Misbehaved("is odd"))) {
      registry = _ -> refusal;
      assertThat(resolve(NAME)).startsWith("Inconclusive ");
    }
  }

  @Test
  void whatIsOnANodeAlreadyMayNotHaveToBePulled() {
    platforms = nodes(node("n", of("linux", "amd64"), "docker.io/library/web:1.0"));
    registry = _ -> MISSING;
    assertThat(resolve("web:1.0")).isEqualTo("Unpullable TagNotFound");
    pullPolicy = PullPolicy.IF_NOT_PRESENT;
    assertThat(resolve("web:1.0")).isEqualTo("Inconclusive TagNotFound IMAGE_ON_NODE");
    assertThat(resolve("web:2.0")).isEqualTo("Unpullable TagNotFound");
  }

  @Test
  void aLoopbackRegistryIsTriedOverHttpWhereTlsIsNotSpoken() {
    registry =
        it ->
            it.endpoint().transport() == Transport.PLAIN
                ? MISSING
                : new Refusal.Unreachable(Cause.NOT_TLS, "localhost:5000");
    assertThat(resolve("localhost:5000/app:1")).isEqualTo("Unpullable TagNotFound");
    assertThat(asked)
        .extracting(it -> it.endpoint().transport())
        .containsExactly(Transport.TLS_UNVERIFIED, Transport.PLAIN);
    asked.clear();
    registry = _ -> new Refusal.Unreachable(Cause.NOT_TLS, "reg.example");
    assertThat(resolve(NAME)).isEqualTo("Inconclusive TlsFailed NO_ANSWER");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aLoopbackRegistryThatIsLeftAloneForItsTlsIsTriedOverHttpAllTheSame() {
    registry =
        request ->
            request.endpoint().transport() == Transport.PLAIN
                ? found(IMAGE)
                : new Refusal.FailedLately(
                    new Refusal.Unreachable(Cause.CONNECTION_LOST, "localhost:5000"));
    assertThat(resolve("localhost:5000/app:1")).isEqualTo("Pullable");
    registry =
        _ ->
            new Refusal.FailedLately(
                new Refusal.Unreachable(Cause.CONNECTION_REFUSED, "localhost:5000"));
    asked.clear();
    assertThat(resolve("localhost:5000/app:1")).isEqualTo("Inconclusive RegistryFailing NO_ANSWER");
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatWasNotAskedIsDoubt() {
    registry = _ -> new Refusal.Busy();
    assertThat(resolve(NAME)).isEqualTo("Inconclusive ConcurrencyLimited NO_ANSWER");
    registry = _ -> new Refusal.FailedLately(BUSY);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryFailing NO_ANSWER");
  }

  @Test
  void anIndexMustServeTheNodes() {
    registry = _ -> found(index(of("linux", "arm64")));
    assertThat(resolve(NAME)).isEqualTo("Unpullable NoMatchingPlatform");
    platforms = nodes(node("a", of("linux", "amd64")), node("b", of("linux", "arm64")));
    assertThat(resolve(NAME)).isEqualTo("Pullable PlatformNotOnAllNodes");
    platforms = nodes();
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void whatDependsOnACpuVariantIsDoubt() {
    Platform v7 = new Platform("linux", "arm", "v7", "", List.of());
    Platform v9 = new Platform("linux", "arm64", "v9", "", List.of());
    registry = _ -> found(index(v7));
    platforms = nodes(node("n", of("linux", "arm")));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive PlatformUncertain NODE_UNKNOWN");
    registry = _ -> found(index(v9));
    platforms = nodes(node("n", of("linux", "arm64")));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive PlatformUncertain NODE_UNKNOWN");
    registry = _ -> found(index(v9, of("linux", "arm64")));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void aSingleImageIsPulledByEveryNodeAndMayNotRun() {
    platforms = nodes(node("n", of("linux", "arm64")));
    assertThat(resolve(NAME)).isEqualTo("Pullable WrongPlatform");
    config = new Refusal.ServerError(500);
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void anArtifactIsNoImageUnlessItsConfigListsItsLayers() {
    registry = _ -> found(new Manifest.Artifact("application/vnd.cncf.helm.config.v1+json", IMAGE));
    config = new ConfigAnswer.Found(of("", ""), 0);
    assertThat(resolve(NAME)).isEqualTo("Unpullable NotAnImage");
    kind = ContainerImage.Kind.IMAGE_VOLUME;
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NotAnImage NODE_UNKNOWN");
    kind = ContainerImage.Kind.CONTAINER;
    config = new ConfigAnswer.Found(of("linux", "amd64"), 1);
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    config = new Refusal.ServerError(500);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NotAnImage NO_ANSWER");
  }

  @Test
  void whatSomeRuntimesMayTakeAsItIsIsDoubt() {
    registry = _ -> found(new Manifest.Artifact("application/vnd.wasm.config.v0+json", IMAGE));
    config = new ConfigAnswer.Found(of("wasip1", "wasm"), 0);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NotAnImage NODE_UNKNOWN");
    Manifest.Image mixed = new Manifest.Image(CONFIG, 3, 100);
    registry = _ -> found(new Manifest.Artifact("application/x", mixed));
    config = new ConfigAnswer.Found(of("linux", "amd64"), 2);
    assertThat(resolve(NAME)).isEqualTo("Inconclusive NotAnImage NODE_UNKNOWN");
    config = new ConfigAnswer.Found(of("linux", "amd64"), 4);
    assertThat(resolve(NAME)).isEqualTo("Unpullable NotAnImage");
  }

  @Test
  void whatANodeOnlyFallsBackToIsDoubtSinceContainerdDoesNotFetchIt() {
    registry = _ -> found(index(of("linux", "386")));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive PlatformUncertain NODE_UNKNOWN");
    platforms = nodes(node("a", of("linux", "amd64")), node("b", of("linux", "386")));
    assertThat(resolve(NAME)).isEqualTo("Pullable PlatformUncertain");
    platforms = nodes(node("n", of("linux", "arm64")));
    registry = _ -> found(index(new Platform("linux", "arm", "v7", "", List.of())));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive PlatformUncertain NODE_UNKNOWN");
    registry = _ -> found(index(new Platform("linux", "arm64", "v8", "", List.of())));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    platforms = nodes(node("n", of("linux", "arm")));
    registry = _ -> found(index(new Platform("linux", "arm", "v5", "", List.of())));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void anEntryWhoseManifestIsServedAsSomethingElseProvesNothing() {
    Manifest.Descriptor entry =
        new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.manifest.v1+json", 2);
    Manifest.Index index =
        new Manifest.Index(List.of(new Manifest.Entry(entry, Optional.empty(), false)));
    answers(found(index), found(new Manifest.Unknown("x/y")));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryMisbehaved NO_ANSWER");
    asked.clear();
    answers(found(index), found(IMAGE));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
    asked.clear();
    config = new ConfigAnswer.Found(of("linux", "s390x"), 1);
    answers(found(index), found(IMAGE));
    assertThat(resolve(NAME)).isEqualTo("Unpullable NoMatchingPlatform");
    asked.clear();
    answers(found(index), new Refusal.NotFound(Missing.MANIFEST));
    assertThat(resolve(NAME)).isEqualTo("Inconclusive RegistryMisbehaved NO_ANSWER");
  }

  @Test
  void deniedWithoutACredentialIsForTheReasonThatThereWasNone() {
    registry = _ -> new Refusal.Denied(false);
    assertThat(resolve(NAME)).isEqualTo("Unpullable AccessDenied");
    named = new Secrets(List.of("gone"), List.of("gone"), List.of(), Optional.empty(), false);
    assertThat(resolve(NAME)).isEqualTo("Unpullable PullSecretNotFound");
    secrets = List.of(entry("s", "reg.example", "u"));
    assertThat(resolve(NAME)).isEqualTo("Unpullable AccessDenied");
  }

  @Test
  void theSameCredentialIsShownOnce() {
    secrets = List.of(entry("a", "reg.example", "u"), entry("b", "reg.example/shop", "u"));
    registry = _ -> REJECTED;
    resolve(NAME);
    assertThat(asked).hasSize(1);
  }

  @Test
  void hostsOfNodeCredentialsAreGlobsAsInTheKubelet() {
    NodeCredentials nodes = new NodeCredentials(List.of("*-docker.PKG.dev", "gcr.io", "r.io:5000"));
    assertThat(nodes.mayServe(reference("europe-docker.pkg.dev/p/app"))).isTrue();
    assertThat(nodes.mayServe(reference("gcr.io/p/app"))).isTrue();
    assertThat(nodes.mayServe(reference("r.io:5000/app"))).isTrue();
    assertThat(nodes.mayServe(reference("r.io/app"))).isFalse();
    assertThat(nodes.mayServe(reference("docker.pkg.dev/p/app"))).isFalse();
    assertThat(nodes.mayServe(reference("a.gcr.io/p/app"))).isFalse();
    assertThat(nodes.mayServe(reference("app"))).isFalse();
  }

  private static ImageReference reference(String image) {
    return (ImageReference) ImageReferenceParser.parse(image);
  }

  @Test
  void windowsNodesAreToldApartByTheirVersion() {
    Platform old = new Platform("windows", "amd64", "", "10.0.17763.1", List.of());
    Platform current = new Platform("windows", "amd64", "", "10.0.20348.1", List.of());
    registry = _ -> found(index(old));
    platforms = nodes(node("old", old), node("current", current));
    assertThat(resolve(NAME)).isEqualTo("Pullable PlatformNotOnAllNodes");
    platforms = nodes(node("current", current));
    assertThat(resolve(NAME)).isEqualTo("Unpullable NoMatchingPlatform");
    platforms = nodes(node("unknown", of("windows", "amd64")));
    assertThat(resolve(NAME)).isEqualTo("Pullable");
  }

  @Test
  void aSchemaOneImageIsDoubtSinceOlderNodesPullIt() {
    registry = _ -> found(new Manifest.SchemaOne());
    assertThat(resolve(NAME)).isEqualTo("Inconclusive SchemaOneImage NODE_UNKNOWN");
  }
}
