package dev.pullable.registry.jib;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import dev.pullable.registry.Registry.ConfigRequest;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JibRegistryWireTest {
  private static final Duration BUDGET = Duration.ofMillis(1500);
  private static final Duration GRACE = Duration.ofMillis(250);
  private static final String TAG_PATH = "/v2/team/app/manifests/1.0";
  private static final byte[] MANIFEST =
      ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
              + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":2,"
              + "\"digest\":\"sha256:"
              + "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"},"
              + "\"layers\":[]}")
          .getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digests.of("sha256", MANIFEST);
  private static final Credential CREDENTIAL =
      new Credential("user", new Secret("sesame"), new Credential.Source("regcred", "reg"));

  private final WireMockServer server =
      new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
  private final WireMockServer other =
      new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
  private JibRegistry registry;

  @BeforeEach
  void start() {
    server.start();
    other.start();
    RegistrySettings settings = OnLoopback.settings(List.of(), Duration.ofSeconds(1));
    registry = new JibRegistry(settings, new CredentialFingerprint(), new ManifestCache(1 << 20));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    server.stop();
    other.stop();
  }

  private Endpoint plain() {
    return new Endpoint("127.0.0.1:" + server.port(), Transport.PLAIN);
  }

  private Endpoint tls(Transport transport) {
    return new Endpoint("127.0.0.1:" + server.httpsPort(), transport);
  }

  private ManifestAnswer ask(Endpoint endpoint, @Nullable Credential credential) {
    return ask(endpoint, "1.0", null, credential);
  }

  private ManifestAnswer ask(
      Endpoint endpoint,
      String reference,
      @Nullable Digest digest,
      @Nullable Credential credential) {
    return registry.manifest(
        new ManifestRequest(endpoint, "team/app", reference, digest, credential),
        Deadline.in(Duration.ofSeconds(10)));
  }

  /// Asks with little time, and holds the answer against the deadline. Another program may have
  /// held up this one, so that it has three tries.
  private ManifestAnswer askInTime(String authority, Transport transport) {
    ManifestRequest request =
        new ManifestRequest(new Endpoint(authority, transport), "team/app", "1.0", null, null);
    Duration took = Duration.ZERO;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      ManifestAnswer answer = registry.manifest(request, Deadline.in(BUDGET));
      took = Duration.ofNanos(System.nanoTime() - start);
      if (took.compareTo(BUDGET.plus(GRACE)) < 0) {
        return answer;
      }
    }
    throw new AssertionError("answered after " + took + " of " + BUDGET);
  }

  private void serveManifest() {
    server.stubFor(
        head(urlEqualTo(TAG_PATH))
            .willReturn(aResponse().withHeader("Docker-Content-Digest", DIGEST.toString())));
    server.stubFor(get(urlEqualTo("/v2/team/app/manifests/" + DIGEST)).willReturn(manifest()));
  }

  private static ResponseDefinitionBuilder manifest() {
    return aResponse()
        .withHeader("Content-Type", "application/vnd.oci.image.manifest.v1+json")
        .withBody(MANIFEST);
  }

  @Test
  void anUnknownTagCostsOneHeadAndOneGetAndAKnownDigestOneHead() {
    serveManifest();
    ManifestAnswer first = ask(plain(), null);
    ManifestAnswer second = ask(plain(), null);
    assertThat(first).isEqualTo(second).isInstanceOf(ManifestAnswer.Found.class);
    assertThat(((ManifestAnswer.Found) first).digest()).isEqualTo(DIGEST);
    assertThat(((ManifestAnswer.Found) first).manifest()).isInstanceOf(Manifest.Image.class);
    server.verify(2, headRequestedFor(anyUrl()));
    server.verify(1, getRequestedFor(anyUrl()));
  }

  @Test
  void aTagThatTheRegistryDoesNotKnowIsToldFromARepository() {
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));
    server.stubFor(get(anyUrl()).willReturn(error(404, "MANIFEST_UNKNOWN")));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.NotFound(Missing.MANIFEST));
    server.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"tags\":[\"2.0\"]}")));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.NotFound(Missing.MANIFEST));
    server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403)));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.NotFound(Missing.UNTOLD));
    server.stubFor(get(anyUrl()).willReturn(error(404, "NAME_UNKNOWN")));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.NotFound(Missing.REPOSITORY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>not found</html>",
        "{}",
        "{\"errors\":null}",
        "{\"errors\":[{\"code\":\"NOT_FOUND\"}]}",
        "[[[[",
        "null"
      })
  void anOdd404IsStillNotFoundAndSaysNoMore(String body) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody(body)));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.NotFound(Missing.UNTOLD));
  }

  @ParameterizedTest
  @CsvSource({"400", "408", "409", "410", "418", "500", "502", "503", "504"})
  void anotherStatusProvesNothing(int status) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.ServerError(status));
  }

  @Test
  void aRegistryThatOnlyDeniesIsDenied() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.Denied(false));
  }

  @Test
  void aRateLimitCarriesItsRetryAfter() {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));
    assertThat(ask(plain(), null))
        .isEqualTo(new Refusal.TooManyRequests(Optional.of(Duration.ofSeconds(17))));
    server.verify(1, headRequestedFor(anyUrl()));
  }

  @Test
  void aRetryAfterThatIsNoneIsLeftOut() {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "soon")));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.TooManyRequests(Optional.empty()));
  }

  @Test
  void aHeadThatIsNotAllowedIsFollowedByAGet() {
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(405)));
    server.stubFor(get(urlEqualTo(TAG_PATH)).willReturn(manifest()));
    assertThat(ask(plain(), null)).isInstanceOf(ManifestAnswer.Found.class);
  }

  @Test
  void aHeadWithoutADigestIsFollowedByAGet() {
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(200)));
    server.stubFor(get(urlEqualTo(TAG_PATH)).willReturn(manifest()));
    assertThat(ask(plain(), null)).isInstanceOf(ManifestAnswer.Found.class);
  }

  @Test
  void aManifestOfAnotherDigestIsNoAnswer() {
    serveManifest();
    server.stubFor(
        get(urlEqualTo("/v2/team/app/manifests/" + DIGEST))
            .willReturn(aResponse().withBody("{\"schemaVersion\":2,\"manifests\":[]}")));
    assertThat(ask(plain(), null)).isInstanceOf(Refusal.Misbehaved.class);
  }

  @Test
  void aDigestAskedForMustBeTheDigestAnswered() {
    Digest other = Digests.of("sha256", new byte[] {1});
    server.stubFor(
        head(anyUrl())
            .willReturn(aResponse().withHeader("Docker-Content-Digest", DIGEST.toString())));
    assertThat(ask(plain(), other.toString(), other, null)).isInstanceOf(Refusal.Misbehaved.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "null",
        "{\"manifests\":[null]}",
        "{\"schemaVersion\":2,\"layers\":7}",
        "<html></html>"
      })
  void aBodyThatIsNoManifestIsNoAnswerAndNoException(String body) {
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(200)));
    server.stubFor(get(anyUrl()).willReturn(aResponse().withBody(body)));
    ManifestAnswer answer = ask(plain(), null);
    assertThat(answer)
        .satisfiesAnyOf(
            it -> assertThat(it).isInstanceOf(Refusal.Misbehaved.class),
            it ->
                assertThat(((ManifestAnswer.Found) it).manifest())
                    .isInstanceOfAny(Manifest.Index.class, Manifest.Unknown.class));
  }

  @Test
  void aHostThatDoesNotResolveIsADnsFailure() {
    Endpoint endpoint = new Endpoint("registry.invalid", Transport.TLS);
    assertThat(ask(endpoint, null))
        .isEqualTo(new Refusal.Unreachable(Cause.DNS, "registry.invalid"));
  }

  @Test
  void aPortThatNobodyListensOnRefusesTheConnection() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Endpoint endpoint = new Endpoint("127.0.0.1:" + port, Transport.PLAIN);
    assertThat(ask(endpoint, null))
        .isEqualTo(new Refusal.Unreachable(Cause.CONNECTION_REFUSED, "127.0.0.1:" + port));
  }

  @Test
  void aPortOutOfRangeIsNoException() {
    assertThat(ask(new Endpoint("127.0.0.1:99999999", Transport.TLS), null))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void anUnknownCaIsNotTrusted() {
    assertThat(ask(tls(Transport.TLS), CREDENTIAL))
        .isEqualTo(new Refusal.Unreachable(Cause.TLS_UNTRUSTED, "127.0.0.1:" + server.httpsPort()));
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  @Test
  void aCertificateOfAConfiguredCaIsTrustedUnlessItExpiredOrIsForAnotherName(
      @TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create();
    Path ca = Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
    RegistrySettings settings = OnLoopback.settings(List.of(ca), Duration.ofSeconds(1));
    registry.close();
    registry = new JibRegistry(settings, new CredentialFingerprint(), new ManifestCache(1 << 20));
    assertThat(askOverTls(authority.leaf())).isEqualTo(new Refusal.NotFound(Missing.UNTOLD));
    assertThat(askOverTls(authority.expiredLeaf())).isEqualTo(Cause.TLS_UNTRUSTED);
    assertThat(askOverTls(authority.leaf("other.example"))).isEqualTo(Cause.TLS_UNTRUSTED);
    assertThat(askOverTls(TestAuthority.create().leaf())).isEqualTo(Cause.TLS_UNTRUSTED);
  }

  /// The answer, or the cause if there is none.
  private Object askOverTls(TestAuthority.Leaf leaf) throws IOException {
    try (RawServer raw =
        new RawServer(
            leaf.serverContext().getServerSocketFactory(),
            (line, out) -> RawServer.head(out, "404 Not Found", "Content-Length: 0"))) {
      ManifestAnswer answer = ask(new Endpoint(raw.authority(), Transport.TLS), null);
      return answer instanceof Refusal.Unreachable(var cause, String host) ? cause : answer;
    }
  }

  @Test
  void aConnectionThatNobodyAcceptsTimesOut() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1)) {
      List<Socket> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        Thread.startVirtualThread(() -> connect(socket, full.getLocalPort()));
      }
      Endpoint endpoint = new Endpoint("127.0.0.1:" + full.getLocalPort(), Transport.PLAIN);
      assertThat(ask(endpoint, null))
          .isIn(
              new Refusal.Unreachable(Cause.CONNECT_TIMEOUT, endpoint.authority()),
              new Refusal.DeadlineExceeded());
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static void connect(Socket socket, int port) {
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 3000);
    } catch (IOException e) {
      // Its place in the queue is all that matters.
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 300, 304, 399})
  void aStatusThatNoRegistryShouldGiveProvesNothing(int status) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    assertThat(ask(plain(), null))
        .isInstanceOfAny(Refusal.ServerError.class, Refusal.Misbehaved.class);
  }

  @Test
  void aRealmOnHttpIsNotAskedForARegistryOnHttps() {
    challenge("Bearer realm=\"" + realm(server) + "\",service=\"s\"");
    assertThat(ask(tls(Transport.TLS_UNVERIFIED), CREDENTIAL))
        .isInstanceOf(Refusal.Misbehaved.class);
    server.verify(0, getRequestedFor(urlPathEqualTo("/token")));
    server.verify(0, postRequestedFor(urlPathEqualTo("/token")));
  }

  @Test
  void aServerThatSpeaksHttpOnTheTlsPortIsToldFromAnUntrustedOne() {
    Endpoint endpoint = new Endpoint("127.0.0.1:" + server.port(), Transport.TLS);
    assertThat(ask(endpoint, null))
        .isEqualTo(new Refusal.Unreachable(Cause.NOT_TLS, "127.0.0.1:" + server.port()));
  }

  @Test
  void aLoopbackEndpointTakesAnyCertificate() {
    serveManifest();
    assertThat(ask(tls(Transport.TLS_UNVERIFIED), null)).isInstanceOf(ManifestAnswer.Found.class);
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE"})
  void aBrokenConnectionProvesNothing(Fault fault) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));
    assertThat(ask(plain(), null))
        .isInstanceOfAny(Refusal.Unreachable.class, Refusal.Misbehaved.class);
  }

  @Test
  void aBodyCutShortProvesNothing() throws Exception {
    try (RawServer raw =
        new RawServer((line, out) -> {
          if (line.startsWith("HEAD")) {
            RawServer.head(out, "200 OK", "Content-Length: 0");
          } else {
            RawServer.head(out, "200 OK", "Content-Length: 1000");
            out.write("{\"schema".getBytes(StandardCharsets.UTF_8));
            throw new IOException("cut");
          }
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.Unreachable(Cause.CONNECTION_LOST, raw.authority()));
    }
  }

  @Test
  void aServerThatHangsIsGivenUpAtTheDeadline() throws Exception {
    try (RawServer raw = new RawServer((line, out) -> Thread.sleep(60_000))) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.DeadlineExceeded());
    }
  }

  @Test
  void aTlsHandshakeThatHangsCountsAsAConnectionThatIsNotMade() throws Exception {
    try (RawServer raw = new RawServer((line, out) -> Thread.sleep(60_000))) {
      assertThat(askInTime(raw.authority(), Transport.TLS))
          .isEqualTo(new Refusal.Unreachable(Cause.CONNECT_TIMEOUT, raw.authority()));
    }
  }

  @Test
  void aSlowDripIsGivenUpAtTheDeadline() throws Exception {
    try (RawServer raw = body(out -> drip(out))) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.DeadlineExceeded());
    }
  }

  @Test
  void aSlowDripOfHeadersIsGivenUpAtTheDeadline() throws Exception {
    try (RawServer raw =
        new RawServer((line, out) -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.UTF_8));
          drip(out);
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.DeadlineExceeded());
    }
  }

  @Test
  void anEndlessBodyIsCutAtItsCap() throws Exception {
    byte[] chunk = new byte[1 << 16];
    Arrays.fill(chunk, (byte) ' ');
    try (RawServer raw =
        body(out -> {
          while (true) {
            out.write(chunk);
          }
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.Misbehaved("answers with more than 4096 KiB"));
    }
  }

  @Test
  void anEndlessErrorBodyIsCutAtItsCap() throws Exception {
    byte[] chunk = new byte[1 << 16];
    try (RawServer raw =
        new RawServer((line, out) -> {
          RawServer.head(out, "404 Not Found", "Transfer-Encoding: identity");
          while (!line.startsWith("HEAD")) {
            out.write(chunk);
          }
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isInstanceOfAny(Refusal.NotFound.class, Refusal.Misbehaved.class);
    }
  }

  @Test
  void aManifestOf300MegabytesIsCutAtItsCap() throws Exception {
    byte[] chunk = new byte[1 << 20];
    long[] written = {0};
    try (RawServer raw =
        new RawServer((line, out) -> {
          if (line.startsWith("HEAD")) {
            RawServer.head(out, "200 OK", "Content-Length: 0");
            return;
          }
          RawServer.head(out, "200 OK", "Content-Length: " + 300 * (1L << 20));
          for (int i = 0; i < 300; i++) {
            out.write(chunk);
            written[0] += chunk.length;
          }
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.Misbehaved("answers with more than 4096 KiB"));
      assertThat(written[0]).isLessThan(40L << 20);
    }
  }

  @Test
  void aGzipBombIsCutAtItsCap() throws Exception {
    try (RawServer raw =
        new RawServer((line, out) -> {
          if (line.startsWith("HEAD")) {
            RawServer.head(out, "200 OK", "Content-Length: 0");
            return;
          }
          RawServer.head(out, "200 OK", "Content-Encoding: gzip", "Connection: close");
          byte[] zeros = new byte[1 << 20];
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 10_000; i++) {
              gzip.write(zeros);
            }
          }
        })) {
      assertThat(askInTime(raw.authority(), Transport.PLAIN))
          .isEqualTo(new Refusal.Misbehaved("answers with more than 4096 KiB"));
    }
  }

  @Test
  void aConfigIsVerifiedAgainstItsDigest() {
    byte[] config =
        "{\"os\":\"linux\",\"architecture\":\"arm64\"}".getBytes(StandardCharsets.UTF_8);
    Digest digest = Digests.of("sha256", config);
    ConfigRequest request =
        new ConfigRequest(
            plain(), "team/app", new Manifest.Descriptor(digest, "", config.length), null);
    server.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{}")));
    assertThat(registry.config(request, Deadline.in(BUDGET)))
        .isInstanceOf(Refusal.Misbehaved.class);
    server.stubFor(
        get(urlEqualTo("/v2/team/app/blobs/" + digest)).willReturn(aResponse().withBody(config)));
    assertThat(registry.config(request, Deadline.in(BUDGET)))
        .isInstanceOfSatisfying(
            ConfigAnswer.Found.class,
            found -> assertThat(found.platform().architecture()).isEqualTo("arm64"));
  }

  @Test
  void aRedirectToAnotherHostIsFollowedWithoutTheCredential() {
    server.stubFor(
        any(anyUrl())
            .inScenario("basic")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic"))
            .willSetStateTo("authorized"));
    server.stubFor(
        any(anyUrl())
            .inScenario("basic")
            .whenScenarioStateIs("authorized")
            .willReturn(redirect(307, "http://localhost:" + other.port() + "/elsewhere")));
    other.stubFor(any(anyUrl()).willReturn(manifest()));
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
    assertThat(other.getAllServeEvents())
        .isNotEmpty()
        .noneMatch(event -> event.getRequest().containsHeader("Authorization"));
  }

  @Test
  void aRedirectOnTheSameHostKeepsTheCredential() {
    server.stubFor(
        any(urlEqualTo(TAG_PATH))
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic")));
    server.stubFor(
        any(urlEqualTo(TAG_PATH))
            .withBasicAuth("user", "sesame")
            .willReturn(redirect(302, "/moved")));
    server.stubFor(
        any(urlEqualTo("/moved")).withBasicAuth("user", "sesame").willReturn(manifest()));
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
  }

  @Test
  void aRedirectFromHttpsToHttpIsNotFollowed() {
    server.stubFor(
        any(anyUrl()).willReturn(redirect(302, "http://127.0.0.1:" + other.port() + "/")));
    assertThat(ask(tls(Transport.TLS_UNVERIFIED), null))
        .isEqualTo(new Refusal.Misbehaved("redirects away from https"));
    assertThat(other.getAllServeEvents()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:pass@127.0.0.1/",
        "ftp://127.0.0.1/",
        "::::",
        "http://",
        "\\\\host",
        "file:///etc/passwd"
      })
  void aLocationThatIsNoneIsNotFollowed(String location) {
    server.stubFor(any(anyUrl()).willReturn(redirect(302, location)));
    assertThat(ask(plain(), null)).isInstanceOf(Refusal.Misbehaved.class);
  }

  @Test
  void aRedirectLoopEndsAfterFive() {
    server.stubFor(any(anyUrl()).willReturn(redirect(302, TAG_PATH)));
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.Misbehaved("redirects too often"));
    server.verify(6, headRequestedFor(anyUrl()));
  }

  private void challenge(String... values) {
    server.stubFor(
        any(urlEqualTo(TAG_PATH))
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", values)));
  }

  @Test
  void aBearerIsPreferredToABasicChallengeWhateverTheOrder() {
    serveManifest();
    challenge("Basic realm=\"r\"", "Bearer realm=\"" + realm(server) + "\",service=\"s\"");
    server.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(aResponse().withBody("{\"access_token\":\"T\",\"expires_in\":300}")));
    server.stubFor(
        head(urlEqualTo(TAG_PATH))
            .withHeader("Authorization", equalTo("Bearer T"))
            .willReturn(aResponse().withHeader("Docker-Content-Digest", DIGEST.toString())));
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
    ask(plain(), CREDENTIAL);
    server.verify(1, postRequestedFor(urlPathEqualTo("/token")));
  }

  private static String realm(WireMockServer server) {
    return "http://127.0.0.1:" + server.port() + "/token";
  }

  @Test
  void aRealmWithAQueryKeepsIt() {
    challenge("Bearer realm=\"" + realm(server) + "?tenant=t\",service=\"s\"");
    server.stubFor(
        any(urlPathEqualTo("/token")).willReturn(aResponse().withBody("{\"token\":\"T\"}")));
    server.stubFor(
        head(urlEqualTo(TAG_PATH))
            .withHeader("Authorization", equalTo("Bearer T"))
            .willReturn(aResponse().withHeader("Docker-Content-Digest", DIGEST.toString())));
    server.stubFor(get(urlEqualTo("/v2/team/app/manifests/" + DIGEST)).willReturn(manifest()));
    assertThat(ask(plain(), null)).isInstanceOf(ManifestAnswer.Found.class);
    server.verify(
        1,
        getRequestedFor(urlPathEqualTo("/token"))
            .withQueryParam("tenant", equalTo("t"))
            .withQueryParam("scope", equalTo("repository:team/app:pull")));
  }

  @Test
  void aRealmOnAnotherHostSeesNoCredentialAndIsDoubt() {
    String host = "localhost:" + other.port();
    challenge("Bearer realm=\"http://" + host + "/token\",service=\"s\"");
    other.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{\"token\":\"T\"}")));
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(Refusal.CredentialWithheld.class);
    assertThat(other.getAllServeEvents())
        .noneMatch(event ->
            event.getRequest().containsHeader("Authorization")
                || event.getRequest().getBodyAsString().contains("sesame")
                || event.getRequest().getUrl().contains("sesame"));
  }

  @Test
  void aRegistryThatAlwaysAnswers401IsUnauthorizedAfterTwoRequests() {
    challenge("Basic realm=\"r\"");
    assertThat(ask(plain(), CREDENTIAL)).isEqualTo(new Refusal.Unauthorized(true));
    server.verify(2, headRequestedFor(anyUrl()));
  }

  @Test
  void aRegistryThatChangesItsSchemeIsAskedAnew() {
    serveManifest();
    challenge("Basic realm=\"r\"");
    assertThat(ask(plain(), CREDENTIAL)).isEqualTo(new Refusal.Unauthorized(true));
    challenge("Bearer realm=\"" + realm(server) + "\",service=\"s\"");
    server.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(aResponse().withBody("{\"access_token\":\"T\",\"expires_in\":300}")));
    taking("T");
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
  }

  @Test
  void aBasicChallengeWithoutACredentialIsUnauthorizedAfterOneRequest() {
    challenge("Basic realm=\"r\"");
    assertThat(ask(plain(), null)).isEqualTo(new Refusal.Unauthorized(false));
    server.verify(1, headRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"401, Unauthorized", "403, Unauthorized", "500, ServerError", "429, TooManyRequests"})
  void whatATokenServerSaysIsTold(int status, String refusal) {
    challenge("Bearer realm=\"" + realm(server) + "\",service=\"s\"");
    server.stubFor(any(urlPathEqualTo("/token")).willReturn(aResponse().withStatus(status)));
    assertThat(ask(plain(), CREDENTIAL).getClass().getSimpleName()).isEqualTo(refusal);
  }

  @Test
  void aTokenThatIsNoLongerTakenIsFetchedAnew() {
    serveManifest();
    challenge("Bearer realm=\"" + realm(server) + "\",service=\"s\"");
    server.stubFor(
        post(urlPathEqualTo("/token"))
            .inScenario("tokens")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withBody("{\"access_token\":\"ONE\",\"expires_in\":300}"))
            .willSetStateTo("second"));
    server.stubFor(
        post(urlPathEqualTo("/token"))
            .inScenario("tokens")
            .whenScenarioStateIs("second")
            .willReturn(aResponse().withBody("{\"access_token\":\"TWO\",\"expires_in\":300}")));
    taking("ONE");
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
    server.removeStubsByMetadata(matchingJsonPath("$.taking"));
    taking("TWO");
    assertThat(ask(plain(), CREDENTIAL)).isInstanceOf(ManifestAnswer.Found.class);
  }

  private void taking(String token) {
    server.stubFor(
        head(urlEqualTo(TAG_PATH))
            .withHeader("Authorization", equalTo("Bearer " + token))
            .withMetadata(Map.of("taking", token))
            .willReturn(aResponse().withHeader("Docker-Content-Digest", DIGEST.toString())));
  }

  @Test
  void aConnectionThatTheServerClosedMeanwhileIsReplacedSilently() throws Exception {
    try (RawServer raw =
        new RawServer((line, out) -> {
          RawServer.head(out, "404 Not Found", "Content-Length: 0");
          throw new IOException("closed without saying so");
        })) {
      Endpoint endpoint = new Endpoint(raw.authority(), Transport.PLAIN);
      for (int i = 0; i < 20; i++) {
        assertThat(ask(endpoint, null)).isEqualTo(new Refusal.NotFound(Missing.UNTOLD));
      }
    }
  }

  private static ResponseDefinitionBuilder redirect(int status, String location) {
    return aResponse().withStatus(status).withHeader("Location", location);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"m\"}]}");
  }

  private interface Body {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private static RawServer body(Body body) throws IOException {
    return new RawServer((line, out) -> {
      if (line.startsWith("HEAD")) {
        RawServer.head(out, "200 OK", "Content-Length: 0");
      } else {
        RawServer.head(out, "200 OK", "Connection: close");
        body.write(out);
      }
    });
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      out.write(' ');
      out.flush();
      Thread.sleep(1000);
    }
  }
}
