package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyWireTest {
  private static final String BASIC = "Proxy-Authorization: Basic dXNlcjpzZXNhbWU=";
  private static final Refusal NOT_FOUND = new Refusal.NotFound(Missing.UNTOLD);
  private static final Credential CREDENTIAL =
      new Credential("pod", new Secret("secret"), new Credential.Source("regcred", "reg"));

  @TempDir private Path dir;
  private final TestAuthority authority = TestAuthority.create();
  private Path ca;

  @BeforeEach
  void writeCa() throws IOException {
    ca = Files.writeString(dir.resolve("ca.crt"), authority.certificatePem());
  }

  private RawServer registry(ServerSocketFactory sockets) throws IOException {
    return new RawServer(
        sockets, (_, out) -> RawServer.head(out, "404 Not Found", "Content-Length: 0"));
  }

  private RawServer tlsRegistry() throws IOException {
    return registry(authority.leaf("registry.test").serverContext().getServerSocketFactory());
  }

  private ManifestAnswer ask(Map<String, String> environment, String host, Transport transport)
      throws IOException {
    RegistrySettings settings =
        new RegistrySettings(
            List.of(ca),
            Duration.ofSeconds(2),
            new KnownTokenServers(List.of()),
            AddressRules.STRICT,
            EgressProxies.of(environment));
    try (JibRegistry jib =
        new JibRegistry(settings, new CredentialFingerprint(), new ManifestCache(1 << 20))) {
      return jib.manifest(
          new ManifestRequest(new Endpoint(host, transport), "team/app", "1.0", null, CREDENTIAL),
          Deadline.in(Duration.ofSeconds(10)));
    }
  }

  private static int port(RawServer server) {
    return Integer.parseInt(server.authority().split(":")[1]);
  }

  private static Map<String, String> through(String authority) {
    String url = "http://user:sesame@" + authority;
    return Map.of("HTTPS_PROXY", url, "HTTP_PROXY", url);
  }

  @Test
  void httpsGoesThroughATunnelAndItsOtherEndSeesNothingOfTheProxysCredential() throws Exception {
    try (RawServer registry = tlsRegistry();
        TestProxy proxy = TestProxy.to(port(registry))) {
      assertThat(ask(through(proxy.authority()), "registry.test", Transport.TLS))
          .isEqualTo(NOT_FOUND);

      assertThat(proxy.heads())
          .allSatisfy(head ->
              assertThat(head)
                  .startsWith("CONNECT registry.test:443 HTTP/1.1")
                  .contains(BASIC)
                  .noneMatch(line -> line.startsWith("Authorization")))
          .isNotEmpty();
      assertThat(registry.requests).first().asString().startsWith("HEAD /v2/team/app/");
    }
  }

  @Test
  void httpGoesToTheProxyWithTheWholeUrl() throws Exception {
    try (RawServer registry = registry(ServerSocketFactory.getDefault());
        TestProxy proxy = TestProxy.to(port(registry))) {
      assertThat(ask(through(proxy.authority()), "registry.test:5000", Transport.PLAIN))
          .isEqualTo(NOT_FOUND);

      assertThat(proxy.heads().getFirst())
          .startsWith("HEAD http://registry.test:5000/v2/team/app/manifests/1.0 HTTP/1.1")
          .contains(BASIC);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, TLS",
    "407 Proxy Authentication Required, PLAIN",
    "401 Unauthorized, TLS",
    "403 Forbidden, TLS",
    "404 Not Found, TLS",
    "302 Found, TLS",
    "429 Slow Down, TLS",
    "502 Bad Gateway, TLS"
  })
  void whatTheProxyAnswersIsNeverTakenForTheRegistrysAnswer(String status, Transport transport)
      throws IOException {
    try (TestProxy proxy = TestProxy.refusing(status)) {
      assertThat(ask(through(proxy.authority()), "registry.test", transport))
          .isEqualTo(
              new Refusal.ProxyFailed(
                  proxy.authority(), "answers with status " + status.substring(0, 3)));
    }
  }

  @Test
  void aProxyThatIsDownIsNotToldOfAsTheRegistry() throws IOException {
    String gone;
    try (TestProxy proxy = TestProxy.to(1)) {
      gone = proxy.authority();
    }

    assertThat(ask(through(gone), "registry.test", Transport.TLS))
        .isEqualTo(new Refusal.ProxyFailed(gone, "refuses the connection"));
    assertThat(ask(through("proxy.invalid:3128"), "registry.test", Transport.TLS))
        .isEqualTo(new Refusal.ProxyFailed("proxy.invalid:3128", "cannot be resolved"));
  }

  @Test
  void theCertificateIsThatOfTheRegistryAndCheckedHere() throws IOException {
    try (RawServer registry = tlsRegistry();
        TestProxy proxy = TestProxy.to(port(registry))) {
      assertThat(ask(through(proxy.authority()), "other.test", Transport.TLS))
          .isEqualTo(
              new Refusal.Unreachable(Refusal.Unreachable.Cause.TLS_UNTRUSTED, "other.test"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "[::]",
        "100.100.100.200",
        "[fd00:ec2::254]",
        "metadata.google.internal",
        "a.localhost",
        "localhost",
        "127.0.0.1",
        "[::1]"
      })
  void noProxyIsAskedForAForbiddenAddress(String host) throws IOException {
    try (TestProxy proxy = TestProxy.refusing("502 Bad Gateway")) {
      for (Transport transport : Transport.values()) {
        assertThat(ask(through(proxy.authority()), host, transport))
            .isEqualTo(new Refusal.AddressNotAllowed(host));
      }
      assertThat(proxy.heads()).isEmpty();
    }
  }

  @Test
  void whatNoProxyNamesIsCheckedAndAskedWithoutOne() throws IOException {
    try (RawServer registry = registry(ServerSocketFactory.getDefault());
        TestProxy proxy = TestProxy.to(port(registry))) {
      Map<String, String> environment =
          Map.of("HTTP_PROXY", proxy.authority(), "NO_PROXY", "registry.invalid,10.0.0.0/8");

      assertThat(ask(environment, "registry.invalid", Transport.PLAIN))
          .isEqualTo(new Refusal.Unreachable(Refusal.Unreachable.Cause.DNS, "registry.invalid"));
      assertThat(proxy.heads()).isEmpty();
      assertThat(ask(environment, "other.invalid", Transport.PLAIN)).isEqualTo(NOT_FOUND);
    }
  }
}
