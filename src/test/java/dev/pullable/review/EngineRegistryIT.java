package dev.pullable.review;

import static dev.pullable.platform.Platform.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Verdict;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.registry.jib.RegistrySettings;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.DockerRegistry;
import dev.pullable.testregistry.JwtMint;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.RegistryPusher;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The engine against Debian's docker-registry.
class EngineRegistryIT {
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

  @TempDir private Path directory;

  private static Digest fill(RegistryPusher pusher) {
    Digest digest =
        pusher.push(
            "shop/web", "1.0", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    pusher.push("shop/attested", "1.0", TestImages.attestedIndex(of("linux", "amd64")));
    pusher.push("shop/list", "1.0", TestImages.manifestList(of("linux", "amd64")));
    pusher.push("shop/platformless", "1.0", TestImages.platformlessIndex(of("linux", "amd64")));
    pusher.push("shop/nested", "1.0", TestImages.nestedIndex(of("linux", "amd64")));
    pusher.push("shop/edge", "1.0", TestImages.index(of("linux", "arm64")));
    pusher.push("shop/tool", "1.0", TestImages.image("linux", "amd64"));
    pusher.push("shop/armtool", "1.0", TestImages.image("linux", "arm64"));
    pusher.push("charts/web", "1.0", TestImages.helmChart("web", "1.0"));
    return digest;
  }

  private static void theUsualImages(TestEngine engine, String at, Digest digest) {
    engine.node("amd64-a", of("linux", "amd64"));
    assertThat(engine.outcome(at + "/shop/web:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/web@" + digest)).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/web:no-such@" + digest)).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/attested:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/list:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/platformless:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/nested:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/tool:1.0")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/web:2.0")).isEqualTo("Unpullable TagNotFound");
    assertThat(engine.outcome(at + "/shop/web")).isEqualTo("Unpullable TagNotFound");
    assertThat(engine.outcome(at + "/shop/wbe:1.0")).isEqualTo("Unpullable RepositoryNotFound");
    assertThat(engine.outcome(at + "/shop/web@" + NO_DIGEST))
        .isEqualTo("Unpullable DigestNotFound");
    assertThat(engine.outcome(at + "/shop/edge:1.0")).isEqualTo("Unpullable NoMatchingPlatform");
    assertThat(engine.outcome(at + "/shop/armtool:1.0")).isEqualTo("Pullable WrongPlatform");
    assertThat(engine.outcome(at + "/charts/web:1.0")).isEqualTo("Unpullable NotAnImage");
    engine.node("arm64-a", of("linux", "arm64"));
    assertThat(engine.outcome(at + "/shop/edge:1.0")).isEqualTo("Pullable PlatformNotOnAllNodes");
  }

  @Test
  void anOpenRegistryOnHttpByConfiguration() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri());
        TestEngine engine = TestEngine.plain(registry.authority())) {
      theUsualImages(engine, registry.authority(), fill(pusher));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void aLoopbackRegistryOnHttpIsFoundAsContainerdFindsIt(String host) throws IOException {
    try (DockerRegistry registry = DockerRegistry.start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri());
        TestEngine engine = new TestEngine(Set.of(), List.of())) {
      theUsualImages(engine, host + ":" + registry.port(), fill(pusher));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void aLoopbackRegistryOnTlsIsTakenWithAnyCertificate(String host) throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry = DockerRegistry.setup().tls(authority).start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri(), authority.clientContext());
        TestEngine engine = new TestEngine(Set.of(), List.of())) {
      theUsualImages(engine, host + ":" + registry.port(), fill(pusher));
    }
  }

  @Test
  void aPrivateCaIsTrustedWhereItIsConfigured() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry = DockerRegistry.setup().tls(authority).start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri(), authority.clientContext())) {
      Digest digest = fill(pusher);
      assertThat(overVerifiedTls(registry, List.of(caFile(authority))))
          .isInstanceOfSatisfying(
              ManifestAnswer.Found.class, found -> assertThat(found.digest()).isEqualTo(digest));
      assertThat(overVerifiedTls(registry, List.of()))
          .isEqualTo(
              new Refusal.Unreachable(
                  Refusal.Unreachable.Cause.TLS_UNTRUSTED, registry.authority()));
    }
  }

  private static ManifestAnswer overVerifiedTls(DockerRegistry registry, List<Path> cas)
      throws IOException {
    RegistrySettings settings = OnLoopback.settings(cas, Duration.ofSeconds(5));
    try (JibRegistry jib =
        new JibRegistry(settings, new CredentialFingerprint(), new ManifestCache(1 << 20))) {
      return jib.manifest(
          new ManifestRequest(
              new Endpoint(registry.authority(), Transport.TLS), "shop/web", "1.0", null, null),
          Deadline.in(Duration.ofSeconds(10)));
    }
  }

  /// containerd takes `localhost` in lower case only for its own machine, so that any other
  /// spelling is a host whose certificate counts.
  @Test
  void theEngineVerifiesTheCertificateOfAnyHostButLoopback() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry = DockerRegistry.setup().tls(authority).start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri(), authority.clientContext());
        TestEngine trusting = new TestEngine(Set.of(), List.of(caFile(authority)));
        TestEngine distrusting = new TestEngine(Set.of(), List.of())) {
      String at = "LOCALHOST:" + registry.port();
      theUsualImages(trusting, at, fill(pusher));
      assertThat(distrusting.outcome(at + "/shop/web:1.0")).isEqualTo("Inconclusive TlsUntrusted");
      assertThat(distrusting.outcome(at + "/shop/web:2.0")).isEqualTo("Inconclusive TlsUntrusted");
    }
  }

  @Test
  void htpasswdLetsInWhoHasTheRightSecret() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry =
            DockerRegistry.setup().tls(authority).user("ana", "s3:cret").start();
        RegistryPusher pusher =
            RegistryPusher.to(registry.uri(), authority.clientContext(), "ana", "s3:cret");
        TestEngine engine = new TestEngine(Set.of(), List.of())) {
      fill(pusher);
      everySecret(engine, "localhost:" + registry.port());
    }
  }

  @Test
  void tokensLetInWhoHasTheRightSecret() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry tokens = TestRegistry.start(authority.leaf().serverContext())) {
      tokens.auth("", Auth.bearer().user("ana", "s3:cret"));
      JwtMint mint = new JwtMint(authority.leaf("signer"));
      try (DockerRegistry registry =
              DockerRegistry.setup().tls(authority).tokens(tokens, mint).start();
          RegistryPusher pusher =
              RegistryPusher.to(registry.uri(), authority.clientContext(), "ana", "s3:cret");
          TestEngine engine =
              new TestEngine(
                  Set.of(),
                  List.of(caFile(authority)),
                  new TokenServer("localhost:" + registry.port(), tokens.authority()))) {
        fill(pusher);
        everySecret(engine, "localhost:" + registry.port());
      }
    }
  }

  private static void everySecret(TestEngine engine, String at) {
    String image = at + "/shop/web:1.0";
    engine
        .node("amd64-a", of("linux", "amd64"))
        .pullSecret("right", at, "ana", "s3:cret")
        .pullSecret("stale", at, "ana", "of last year")
        .pullSecret("other", "other.example", "ana", "s3:cret")
        .secret("opaque", "Opaque", ".dockerconfigjson", "{\"auths\":{}}")
        .secret(
            "malformed", "kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{\"auths\":[]}");
    assertThat(engine.outcome(image, "right")).isEqualTo("Pullable");
    assertThat(engine.outcome(image, "stale", "right")).isEqualTo("Pullable");
    assertThat(engine.outcome(image, "missing", "right")).isEqualTo("Pullable");
    assertThat(engine.outcome(at + "/shop/web:2.0", "right")).isEqualTo("Unpullable TagNotFound");
    assertThat(engine.outcome(image)).isEqualTo("Unpullable CredentialsMissing");
    assertThat(engine.outcome(image, "stale")).isEqualTo("Unpullable CredentialsRejected");
    assertThat(engine.outcome(image, "missing")).isEqualTo("Unpullable PullSecretNotFound");
    assertThat(engine.outcome(image, "opaque")).isEqualTo("Unpullable PullSecretWrongType");
    assertThat(engine.outcome(image, "other")).isEqualTo("Unpullable PullSecretForOtherRegistry");
    assertThat(engine.outcome(image, "right", "malformed"))
        .isEqualTo("Unpullable PullSecretMalformed");
    assertThat(engine.review(Duration.ofSeconds(10), List.of("stale"), image).verdict())
        .isInstanceOf(Verdict.Deny.class);
  }

  @Test
  void noMoreIsAskedThanMustBe() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri());
        TestEngine engine = TestEngine.plain(registry.authority())) {
      Digest digest = fill(pusher);
      String at = registry.authority();
      engine.node("amd64-a", of("linux", "amd64"));
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/web:1.0")))
          .containsExactly(
              "HEAD /v2/shop/web/manifests/1.0 200",
              "GET /v2/shop/web/manifests/" + digest + " 200");
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/web:1.0")))
          .containsExactly("HEAD /v2/shop/web/manifests/1.0 200");
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/web@" + digest)))
          .containsExactly("HEAD /v2/shop/web/manifests/" + digest + " 200");
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/tool:1.0")))
          .hasSize(3)
          .first()
          .isEqualTo("HEAD /v2/shop/tool/manifests/1.0 200");
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/tool:1.0"))).hasSize(1);
      assertThat(asked(registry, () -> engine.outcome(at + "/shop/web:2.0")))
          .containsExactly(
              "HEAD /v2/shop/web/manifests/2.0 404", "GET /v2/shop/web/tags/list?n=1 200");
    }
  }

  @Test
  void aPrivateImageThatIsKnownCostsOneHead() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry =
            DockerRegistry.setup().tls(authority).user("ana", "s3:cret").start();
        RegistryPusher pusher =
            RegistryPusher.to(registry.uri(), authority.clientContext(), "ana", "s3:cret");
        TestEngine engine = new TestEngine(Set.of(), List.of())) {
      fill(pusher);
      String at = "localhost:" + registry.port();
      engine.pullSecret("right", at, "ana", "s3:cret");
      String image = at + "/shop/web:1.0";
      assertThat(asked(registry, () -> engine.outcome(image, "right")))
          .hasSize(3)
          .startsWith("HEAD /v2/shop/web/manifests/1.0 401", "HEAD /v2/shop/web/manifests/1.0 200");
      assertThat(asked(registry, () -> engine.outcome(image, "right")))
          .containsExactly("HEAD /v2/shop/web/manifests/1.0 200");
    }
  }

  /// The requests that the registry logs while something runs; it logs after it answers.
  private static List<String> asked(DockerRegistry registry, Runnable something) {
    int before = settled(registry).size();
    something.run();
    List<String> after = settled(registry);
    return after.subList(before, after.size());
  }

  private static List<String> settled(DockerRegistry registry) {
    int[] last = {-1};
    await()
        .pollInterval(Duration.ofMillis(150))
        .until(() -> {
          int size = registry.accessLog().size();
          boolean same = size == last[0];
          last[0] = size;
          return same;
        });
    return registry.accessLog();
  }

  private Path caFile(TestAuthority authority) throws IOException {
    return Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
  }
}
