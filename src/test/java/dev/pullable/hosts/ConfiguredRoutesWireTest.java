package dev.pullable.hosts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.tomakehurst.wiremock.WireMockServer;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Endpoints;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.TestEngine;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.LoggedRequest;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole engine with a node's `certs.d`, before real servers.
class ConfiguredRoutesWireTest {
  private static final String NAMESPACE = "reg.example.com";
  private static final String REPOSITORY = "team/app";
  private static final String IMAGE = NAMESPACE + "/team/app:1.0";
  private static final String MANIFEST = "HEAD /v2/team/app/manifests/1.0";

  @TempDir private Path root;
  private final AtomicLong nanos = new AtomicLong();
  private final TestAuthority authority = TestAuthority.create();
  private final List<TestRegistry> registries = new ArrayList<>();
  private final TestRegistry mirror = opened(TestRegistry.start());
  private final TestRegistry origin = opened(TestRegistry.start());
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = engine(new Endpoints(Set.of()));
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    registries.forEach(TestRegistry::close);
  }

  private TestEngine engine(Endpoints own) {
    Ticker ticker = nanos::get;
    return new TestEngine(new ConfiguredRoutes(root, new HostsDirectory(root, own, ticker)))
        .node("node", Platform.of("linux", "amd64"));
  }

  private TestRegistry opened(TestRegistry registry) {
    registries.add(registry);
    return registry;
  }

  private TestRegistry overTls() {
    return opened(TestRegistry.start(authority.leaf().serverContext()));
  }

  private static Digest push(TestRegistry registry) {
    return registry.push(REPOSITORY, "1.0", TestImages.image("linux", "amd64"));
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(NAMESPACE).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    // What was read before is good for a second.
    nanos.addAndGet(2_000_000_000L);
  }

  /// The origin is the server; each mirror is a URL and what else is said of it.
  private void hosts(String... mirrors) throws IOException {
    StringBuilder toml = new StringBuilder("server = \"" + origin.uri() + "\"\n");
    for (String each : mirrors) {
      toml.append(each);
    }
    file("hosts.toml", toml.toString());
  }

  private static String host(Object url, String... settings) {
    return "[host.\"" + url + "\"]\n" + String.join("\n", settings) + "\n";
  }

  private static List<String> lines(TestRegistry registry) {
    return registry.requests().stream().map(LoggedRequest::line).toList();
  }

  private Resolution.Inconclusive doubt() {
    return (Resolution.Inconclusive) engine.resolve(IMAGE);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void hostsAreAskedInTheOrderOfTheFile() throws IOException {
    TestRegistry second = opened(TestRegistry.start());
    push(second);
    push(origin);
    hosts(host(mirror.uri()), host(second.uri()));

    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");

    assertThat(lines(mirror)).startsWith(MANIFEST);
    assertThat(lines(second)).startsWith(MANIFEST);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void whatNoHostHasIsProvenToBeMissing() throws IOException {
    origin.push(REPOSITORY, "2.0", TestImages.image("linux", "amd64"));
    hosts(host(mirror.uri()));

    assertThat(engine.outcome(IMAGE)).isEqualTo("Unpullable TagNotFound");
    assertThat(lines(mirror)).contains(MANIFEST);
    assertThat(lines(origin)).contains(MANIFEST);
  }

  @Test
  void theRegistryIsNamedToAHostThatIsNotItsOwn() throws IOException {
    hosts(host(mirror.uri()));
    engine.outcome(IMAGE);

    assertThat(mirror.requests())
        .extracting(LoggedRequest::query)
        .isNotEmpty()
        .allMatch(query -> query.endsWith("ns=reg.example.com"));

    try (TestEngine plain = engine(new Endpoints(Set.of(origin.authority())))) {
      plain.outcome(origin.authority() + "/team/other:1.0");
    }
    assertThat(origin.requests("team/other"))
        .extracting(LoggedRequest::query)
        .isNotEmpty()
        .noneMatch(query -> query.contains("ns="));
  }

  @Test
  void aHostThatMayNotResolveIsAskedForDigestsOnly() throws IOException {
    push(mirror);
    Digest digest = push(origin);
    hosts(host(mirror.uri(), "capabilities = [\"pull\"]"));

    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(mirror.requests()).isEmpty();
    assertThat(lines(origin)).startsWith(MANIFEST);

    origin.clearLog();
    assertThat(engine.outcome(NAMESPACE + "/team/app@" + digest)).isEqualTo("Pullable");
    assertThat(lines(mirror)).startsWith("HEAD /v2/team/app/manifests/" + digest);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void headersGoToTheirHostAlone() throws IOException {
    push(origin);
    TestRegistry elsewhere = opened(TestRegistry.start());
    // An index: no config is asked for, which the redirect would not lead to.
    elsewhere.push(REPOSITORY, "1.0", TestImages.index(Platform.of("linux", "amd64")));
    mirror.fault(
        REPOSITORY,
        Fault.redirect(307, elsewhere.uri().resolve("/v2/team/app/manifests/1.0?signed")));
    hosts(host(mirror.uri(), "[host.\"" + mirror.uri() + "\".header]", "X-Key = [\"a\", \"b\"]"));

    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(mirror.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> assertThat(request.headers().get("X-Key")).containsExactly("a", "b"));
    assertThat(elsewhere.requests())
        .isNotEmpty()
        .allMatch(request -> request.header("X-Key").isEmpty());

    mirror.clearFaults();
    mirror.auth("", Auth.bearer().user("u", "p"));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(mirror.tokenRequests())
        .isNotEmpty()
        .allMatch(request -> request.header("X-Key").isEmpty());
    assertThat(origin.requests())
        .isNotEmpty()
        .allMatch(request -> request.header("X-Key").isEmpty());
  }

  @Test
  void aHeaderMayBeTheCredential() throws IOException {
    push(mirror);
    mirror.auth("", Auth.basic().user("u", "p"));
    // u:p
    hosts(
        host(
            mirror.uri(),
            "[host.\"" + mirror.uri() + "\".header]",
            "authorization = \"Basic dTpw\""));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aPrivateAuthorityIsTrustedForItsHost() throws IOException {
    TestRegistry secured = overTls();
    push(secured);
    secured.auth("", Auth.bearer().anonymousPull());
    origin.fault("", Fault.status(404));
    hosts(host(secured.uri()));
    assertThat(doubt().reason().word()).isEqualTo("TlsUntrusted");
    assertThat(secured.requests()).isEmpty();

    file("ca.pem", authority.certificatePem());
    hosts(host(secured.uri(), "ca = \"ca.pem\""));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(secured.tokenRequests()).isNotEmpty();
  }

  @Test
  void aPrivateAuthorityOfOneHostSaysNothingOfAnother() throws IOException {
    TestRegistry secured = overTls();
    push(overTls());
    push(secured);
    file("ca.pem", authority.certificatePem());
    hosts(
        host(registries.getLast().uri(), "ca = \"" + root.resolve("other.pem") + "\""),
        host(secured.uri(), "ca = \"ca.pem\""));
    Files.writeString(root.resolve("other.pem"), TestAuthority.create().certificatePem());

    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(registries.getLast().requests()).isEmpty();
    assertThat(lines(secured)).startsWith(MANIFEST);
  }

  @Test
  void aClientCertificateIsShownToItsHost() throws IOException {
    TestAuthority clients = TestAuthority.create();
    TestRegistry known =
        opened(TestRegistry.startForKnownClients(authority.leaf().serverContext(clients)));
    push(known);
    file("ca.pem", authority.certificatePem());
    hosts(host(known.uri(), "ca = \"ca.pem\""));
    assertThat(engine.outcome(IMAGE)).startsWith("Inconclusive ");
    assertThat(known.requests()).isEmpty();

    TestAuthority.Leaf leaf = clients.leaf("client");
    file("client.pem", leaf.certificatePem());
    file("client.key", leaf.keyPem());
    hosts(host(known.uri(), "ca = \"ca.pem\"", "client = [[\"client.pem\", \"client.key\"]]"));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(known.requests())
        .extracting(LoggedRequest::clientPort)
        .containsOnly(known.requests().getFirst().clientPort());
  }

  @Test
  void anyCertificateIsTakenWhereVerificationIsSkipped() throws IOException {
    TestRegistry secured = overTls();
    push(secured);
    hosts(host(secured.uri(), "skip_verify = true"));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aPathIsTakenAsItIsWhereItOverrides() throws IOException {
    WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    try {
      server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
      push(origin);
      String url = "http://127.0.0.1:" + server.port() + "/proxy/a%20b";
      hosts(host(url, "override_path = true"));
      assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
      server.verify(
          headRequestedFor(urlPathEqualTo("/proxy/a%20b/team/app/manifests/1.0"))
              .withQueryParam("ns", equalTo(NAMESPACE)));

      hosts(host(url));
      engine.outcome(IMAGE);
      server.verify(headRequestedFor(urlPathEqualTo("/proxy/a%20b/v2/team/app/manifests/1.0")));
    } finally {
      server.stop();
    }
  }

  @Test
  void aMirrorThatIsDownIsPassedAndLeavesDoubt() throws IOException {
    hosts(host("http://127.0.0.1:" + closedPort()));
    assertThat(doubt().reason().word()).isEqualTo("ConnectionRefused");

    push(origin);
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
  }

  @Test
  void aMirrorThatRefusesIsPassed() throws IOException {
    mirror.auth("", Auth.basic().user("u", "p"));
    hosts(host(mirror.uri()));
    assertThat(engine.outcome(IMAGE)).isEqualTo("Unpullable CredentialsMissing");

    push(origin);
    assertThat(engine.outcome(IMAGE)).isEqualTo("Pullable");
  }

  @Test
  void aPullSecretOfTheRegistryIsShownToItsMirror() throws IOException {
    push(mirror);
    mirror.auth("", Auth.basic().user("u", "p"));
    engine.pullSecret("regcred", NAMESPACE, "u", "p");
    hosts(host(mirror.uri()));
    assertThat(engine.outcome(IMAGE, "regcred")).isEqualTo("Pullable");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aMirrorsForeignTokenServerIsNotShownTheSecret() throws IOException {
    TestRegistry foreign = opened(TestRegistry.start());
    push(mirror);
    mirror.auth(
        "", Auth.bearer().user("u", "sesame").realm("http://" + foreign.authority() + "/token"));
    engine.pullSecret("regcred", NAMESPACE, "u", "sesame");
    hosts(host(mirror.uri()));

    assertThat(engine.outcome(IMAGE, "regcred")).isEqualTo("Inconclusive CredentialWithheld");
    assertThat(foreign.tokenRequests())
        .isNotEmpty()
        .allMatch(request -> request.authorization().isEmpty())
        .noneMatch(request -> (request.form() + request.query()).contains("sesame"));
  }

  @Test
  void whatOlderReleasesReadOtherwiseProvesNothing() throws IOException {
    // Without a [host] table.
    hosts();
    assertThat(doubt().doubt()).isEqualTo(Resolution.Doubt.OTHER_HOSTS);
    assertThat(doubt().evidence().unknown()).contains("containerd before 2.0");
  }

  @Test
  void aCertificateThatIsNotThereLeavesDoubtWithoutARequest() throws IOException {
    push(origin);
    hosts(host(mirror.uri(), "ca = \"missing.pem\""));
    assertThat(doubt().reason().word()).isEqualTo("HostsUnknown");
    assertThat(origin.requests()).isEmpty();
  }
}
