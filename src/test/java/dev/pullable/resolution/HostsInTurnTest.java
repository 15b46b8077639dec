package dev.pullable.resolution;

import static dev.pullable.platform.Platform.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Keyring;
import dev.pullable.credential.PullSecret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.ContainerdRelease;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.Node;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.registry.Refusal.Unreachable;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Route;
import dev.pullable.registry.Routes;
import dev.pullable.registry.UndeclaredMirrors;
import dev.pullable.resolution.PullContext.Secrets;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A pull from a registry that has mirrors.
class HostsInTurnTest {
  private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));
  private static final ManifestAnswer IMAGE =
      new ManifestAnswer.Found(
          DIGEST,
          new Manifest.Image(
              new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.config.v1+json", 2),
              1,
              100));
  private static final Refusal MISSING = new Refusal.NotFound(Missing.MANIFEST);
  private static final Refusal UNAUTHORIZED = new Refusal.Unauthorized(false);
  private static final Refusal ERROR = new Refusal.ServerError(503);
  private static final String NAME = "reg.example/shop/web:1.0";

  private final List<String> asked = new ArrayList<>();
  private final Map<String, ManifestAnswer> answers = new HashMap<>();
  private Routes routes = route(List.of(tls("mirror.example")), List.of(tls("reg.example")));
  private List<PullSecret> secrets = List.of();
  private Resolution resolution = new Resolution.NotPulled();
  private List<Node> nodes = List.of();

  private static Endpoint tls(String authority) {
    return new Endpoint(authority, Transport.TLS);
  }

  private static Endpoint plain(String authority) {
    return new Endpoint(authority, Transport.PLAIN);
  }

  private static Routes route(List<Endpoint> mirror, List<Endpoint> origin) {
    return _ -> new Route.Hosts(List.of(mirror, origin), List.of());
  }

  private static Routes doubted(String... doubts) {
    return _ ->
        new Route.Hosts(
            List.of(List.of(tls("reg.example"))),
            Stream.of(doubts).map(it -> new Route.Doubt(it, false, List.of())).toList());
  }

  private String resolve() {
    Registry fake =
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            String user = request.credential() == null ? "" : request.credential().username() + "@";
            asked.add(user + request.endpoint().baseUrl());
            return answers.getOrDefault(request.endpoint().baseUrl(), MISSING);
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            return new ConfigAnswer.Found(of("linux", "amd64"), 1);
          }
        };
    resolution =
        new ImageResolver(new PullPlanner(routes), fake, new NodeCredentials(List.of()))
            .resolve(
                new ContainerImage(
                    "spec.containers[0].image",
                    ContainerImage.Kind.CONTAINER,
                    "c",
                    NAME,
                    PullPolicy.ALWAYS),
                new PullContext(
                    "shop",
                    Keyring.of(secrets),
                    new Secrets(List.of(), List.of(), List.of(), Optional.empty(), false),
                    new EligiblePlatforms(
                        List.of(new EligiblePlatforms.Group(of("linux", "amd64"), List.of("node"))),
                        nodes)),
                Deadline.in(Duration.ofSeconds(10)));
    return switch (resolution) {
      case Resolution.Pullable _ -> "Pullable";
      case Resolution.Unpullable it -> "Unpullable " + it.reason().word();
      case Resolution.Inconclusive it -> "Inconclusive " + it.reason().word() + " " + it.doubt();
      case Resolution.NotPulled _ -> "NotPulled";
    };
  }

  private void mirror(ManifestAnswer answer) {
    answers.put("https://mirror.example/v2", answer);
  }

  private void origin(ManifestAnswer answer) {
    answers.put("https://reg.example/v2", answer);
  }

  private static PullSecret entry(String name, String key, String user) {
    String json =
        "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"p\"}}}".formatted(key, user);
    return new PullSecret(
        "shop",
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aHostThatHasTheImageIsTheLastToBeAsked() {
    mirror(IMAGE);
    assertThat(resolve()).isEqualTo("Pullable");
    assertThat(asked).containsExactly("https://mirror.example/v2");
  }

  private static List<Refusal> failures() {
    return List.of(
        MISSING,
        UNAUTHORIZED,
        ERROR,
        new Refusal.Denied(false),
        new Refusal.CredentialWithheld("auth.example"),
        new Refusal.TooManyRequests(Optional.empty()),
        new Refusal.Busy(),
        new Refusal.FailedLately(ERROR),
        new Unreachable(Cause.DNS, "mirror.example"),
        new Unreachable(Cause.CONNECTION_REFUSED, "mirror.example"),
        new Unreachable(Cause.TLS_UNTRUSTED, "mirror.example"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void afterAnyFailureTheNextHostIsAsked(Refusal failure) {
    mirror(failure);
    origin(IMAGE);
    assertThat(resolve()).isEqualTo("Pullable");
    assertThat(asked).containsExactly("https://mirror.example/v2", "https://reg.example/v2");
  }

  @Test
  void anAnswerThatIsNoneEndsThePull() {
    mirror(new Refusal.Misbehaved("redirects too often"));
    origin(IMAGE);
    assertThat(resolve()).isEqualTo("Inconclusive RegistryMisbehaved NO_ANSWER");
    assertThat(asked).containsExactly("https://mirror.example/v2");
  }

  @Test
  void whatEveryHostRefusesIsProven() {
    assertThat(resolve()).isEqualTo("Unpullable TagNotFound");
  }

  @Test
  void aRefusalSaysMoreThanThatThereIsNothing() {
    mirror(UNAUTHORIZED);
    assertThat(resolve()).isEqualTo("Unpullable CredentialsMissing");
    mirror(MISSING);
    origin(UNAUTHORIZED);
    assertThat(resolve()).isEqualTo("Unpullable CredentialsMissing");
  }

  @Test
  void theFirstRefusalIsTold() {
    mirror(new Refusal.Denied(false));
    origin(UNAUTHORIZED);
    assertThat(resolve()).isEqualTo("Unpullable AccessDenied");
  }

  @Test
  void oneHostInDoubtLeavesDoubt() {
    mirror(ERROR);
    assertThat(resolve()).isEqualTo("Inconclusive RegistryError NO_ANSWER");
    mirror(MISSING);
    origin(ERROR);
    assertThat(resolve()).isEqualTo("Inconclusive RegistryError NO_ANSWER");
  }

  @Test
  void eachCredentialGoesToEveryHost() {
    secrets = List.of(entry("a", "reg.example", "first"), entry("b", "reg.example/shop", "second"));
    mirror(new Refusal.Unauthorized(true));
    assertThat(resolve()).isEqualTo("Unpullable CredentialsRejected");
    assertThat(asked)
        .containsExactly(
            "second@https://mirror.example/v2",
            "second@https://reg.example/v2",
            "first@https://mirror.example/v2",
            "first@https://reg.example/v2");
  }

  @ParameterizedTest
  @CsvSource({
    "mirror.example, NOT_TLS, true",
    "mirror.example, TLS_FAILED, true",
    "mirror.example, CONNECTION_REFUSED, true",
    "mirror.example:5000, CONNECTION_REFUSED, false",
    "mirror.example:5000, NOT_TLS, true",
    "mirror.example, DNS, false",
    "mirror.example, TLS_UNTRUSTED, false"
  })
  void plainHttpIsTriedWhereTlsIsNotSpoken(String mirror, Cause cause, boolean plain) {
    routes = route(List.of(tls(mirror), plain(mirror)), List.of(tls("reg.example")));
    answers.put("https://" + mirror + "/v2", new Unreachable(cause, mirror));
    origin(IMAGE);
    assertThat(resolve()).isEqualTo("Pullable");
    List<String> expected = new ArrayList<>(List.of("https://" + mirror + "/v2"));
    if (plain) {
      expected.add("http://" + mirror + "/v2");
    }
    expected.add("https://reg.example/v2");
    assertThat(asked).isEqualTo(expected);
  }

  @Test
  void whereNodesMayAskOtherHostsNothingIsProven() {
    routes = doubted("one", "two");
    assertThat(resolve()).isEqualTo("Inconclusive TagNotFound OTHER_HOSTS");
    assertThat(((Resolution.Inconclusive) resolution).evidence().unknown()).isEqualTo("one; two");
    origin(IMAGE);
    assertThat(resolve()).isEqualTo("Pullable");
  }

  @Test
  void aHostThatSomeNodesDoNotAskMakesNothingPullable() {
    Route.Doubt doubt = new Route.Doubt("why", true, List.of());
    routes = _ -> new Route.Hosts(List.of(List.of(tls("reg.example"))), List.of(doubt));
    origin(IMAGE);
    assertThat(resolve()).isEqualTo("Inconclusive HostsUnknown OTHER_HOSTS");
  }

  @Test
  void whatIsSoOnOlderContainerdIsNoDoubtWhereAllNodesAreNewer() {
    Route.Doubt older = new Route.Doubt("why", true, List.of(new ContainerdRelease(2, 0, 0)));
    routes = _ -> new Route.Hosts(List.of(List.of(tls("reg.example"))), List.of(older));
    assertThat(resolve()).isEqualTo("Inconclusive TagNotFound OTHER_HOSTS");
    nodes = List.of(running("containerd://2.0.0"), running("containerd://2.1.4"));
    assertThat(resolve()).isEqualTo("Unpullable TagNotFound");
    nodes = List.of(running("containerd://2.0.0"), running("containerd://1.7.28"));
    assertThat(resolve()).isEqualTo("Inconclusive TagNotFound OTHER_HOSTS");
    nodes = List.of(running("cri-o://1.30.0"));
    assertThat(resolve()).isEqualTo("Inconclusive TagNotFound OTHER_HOSTS");
  }

  private static Node running(String containerRuntimeVersion) {
    return new Node(
        "node",
        Map.of(),
        List.of(),
        of("linux", "amd64"),
        Set.of(),
        false,
        Node.Disk.UNKNOWN,
        containerRuntimeVersion);
  }

  @Test
  void undeclaredMirrorsLeaveDoubt() {
    routes = new UndeclaredMirrors(new Endpoints(Set.of()));
    assertThat(resolve()).isEqualTo("Inconclusive TagNotFound OTHER_HOSTS");
    assertThat(((Resolution.Inconclusive) resolution).evidence().unknown())
        .isEqualTo("they may have mirrors that are not declared here");
    secrets = List.of(entry("bad", "reg.example", "\\"));
    assertThat(resolve()).isEqualTo("Unpullable PullSecretMalformed");
  }

  @Test
  void whereItCannotBeToldWhomNodesAskNobodyIsAsked() {
    routes = new UndeclaredMirrors(_ -> new Route.Unknown("a file cannot be read"));
    assertThat(resolve()).isEqualTo("Inconclusive HostsUnknown NO_ANSWER");
    assertThat(((Resolution.Inconclusive) resolution).evidence().detail())
        .isEqualTo("a file cannot be read");
    assertThat(asked).isEmpty();
  }
}
