package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.PullAllowances;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.RegistryEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.apache.http.conn.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever names a host, and however: nobody connects to a forbidden address.
class AddressesWireTest {
  /// Of this machine like the canary's, and the only one that is allowed.
  private static final String ALLOWED = "127.0.0.2";

  /// By the system's own look-up, at connect time: all but the last few are the canary's address.
  static List<String> spellings() {
    return List.of(
        "127.0.0.1",
        "127.0.0.3",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0.0.0.0",
        "0",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1.",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:0.0.0.0]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "100.100.100.200");
  }

  /// Addresses that a name may be given by who owns its domain.
  static List<String> addresses() {
    return List.of(
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "fe80::1",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255");
  }

  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  private final DnsResolver system = new BoundedLookups();
  private final Canary canary = canary();
  private JibRegistry registry;

  private static Canary canary() {
    try {
      return new Canary();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void open() {
    registry = registry(AddressRules.allowing(ALLOWED));
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    canary.close();
  }

  private JibRegistry registry(AddressRules rules) {
    return registry(
        rules,
        host ->
            names.containsKey(host)
                ? names.get(host).toArray(InetAddress[]::new)
                : system.resolve(host));
  }

  private static JibRegistry registry(AddressRules rules, DnsResolver lookups) {
    return new JibRegistry(
        new RegistrySettings(
            List.of(),
            Duration.ofSeconds(2),
            new KnownTokenServers(List.of()),
            rules,
            EgressProxies.NONE),
        new CredentialFingerprint(),
        new ManifestCache(1 << 20),
        new PullAllowances(0),
        1 << 20,
        RegistryEvents.NONE,
        lookups);
  }

  private ManifestAnswer ask(String authority, Transport transport) {
    return registry.manifest(
        new ManifestRequest(new Endpoint(authority, transport), "team/app", "1.0", null, null),
        Deadline.in(Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void anImageHostIsNot(String spelling) throws IOException {
    for (Transport transport : Transport.values()) {
      assertRefused(ask(spelling + ":" + canary.port(), transport));
    }
    assertThat(canary.connections()).isZero();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void aRealmIsNot(String spelling) throws IOException {
    String challenge =
        "WWW-Authenticate: Bearer realm=\"https://%s:%d/token\",service=\"x\""
            .formatted(spelling, canary.port());
    try (RawServer front =
        front((_, out) -> RawServer.head(out, "401 No", challenge, "Content-Length: 0"))) {
      assertRefused(ask(authority(front), Transport.PLAIN));
      assertThat(front.connections).hasPositiveValue();
    }
    assertThat(canary.connections()).isZero();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void aRedirectIsNot(String spelling) throws IOException {
    for (String scheme : List.of("http", "https")) {
      String location = "Location: %s://%s:%d/x".formatted(scheme, spelling, canary.port());
      try (RawServer front =
          front((_, out) -> RawServer.head(out, "302 Go", location, "Content-Length: 0"))) {
        assertRefused(ask(authority(front), Transport.PLAIN));
        assertThat(front.connections).hasPositiveValue();
      }
    }
    assertThat(canary.connections()).isZero();
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void aNameOfSuchAnAddressIsNot(String address) throws IOException {
    names.put("evil.example", List.of(InetAddress.getByName(address)));
    String evil = "evil.example:" + canary.port();
    Refusal refused = new Refusal.AddressNotAllowed(evil);

    assertThat(ask(evil, Transport.TLS)).isEqualTo(refused);
    assertThat(ask(evil, Transport.PLAIN)).isEqualTo(refused);
    assertThat(behind("302 Go", "Location: http://" + evil + "/x")).isEqualTo(refused);
    assertThat(behind("401 No", "WWW-Authenticate: Bearer realm=\"https://" + evil + "/t\""))
        .isEqualTo(refused);
    assertThat(canary.connections()).isZero();
  }

  private ManifestAnswer behind(String status, String header) throws IOException {
    try (RawServer front =
        front((_, out) -> RawServer.head(out, status, header, "Content-Length: 0"))) {
      return ask(authority(front), Transport.PLAIN);
    }
  }

  @Test
  void theAddressThatIsCheckedIsTheOneThatIsConnectedTo() throws IOException {
    // A name server that has another answer each time.
    List<String> answers = List.of(ALLOWED, "127.0.0.1");
    AtomicInteger asked = new AtomicInteger();
    DnsResolver rebinding =
        _ -> {
          String answer = answers.get(asked.getAndIncrement() % answers.size());
          return new InetAddress[] {InetAddress.getByName(answer)};
        };
    registry.close();
    registry = registry(AddressRules.allowing(ALLOWED), rebinding);
    try (RawServer front =
        front(
            (_, out) -> RawServer.head(out, "503 No", "Content-Length: 0", "Connection: close"))) {
      String host = "rebind.example:" + front.authority().split(":")[1];
      for (int i = 0; i < 3; i++) {
        assertThat(ask(host, Transport.PLAIN)).isEqualTo(new Refusal.ServerError(503));
        assertThat(ask(host, Transport.PLAIN)).isEqualTo(new Refusal.AddressNotAllowed(host));
      }
      assertThat(asked).hasValue(6);
    }
  }

  @Test
  void ofANamesAddressesOnlyTheAllowedAreTried() throws IOException {
    names.put(
        "mixed.example",
        List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName(ALLOWED)));
    try (RawServer front = front((_, out) -> RawServer.head(out, "404 No", "Content-Length: 0"))) {
      String mixed = "mixed.example:" + front.authority().split(":")[1];

      assertThat(ask(mixed, Transport.PLAIN)).isInstanceOf(Refusal.NotFound.class);
    }
  }

  @Test
  void whatIsAllowedIsConnectedTo() throws IOException {
    registry.close();
    registry = registry(AddressRules.allowing("127.0.0.0/8"));

    assertThat(ask("127.0.0.1:" + canary.port(), Transport.PLAIN))
        .isNotInstanceOf(Refusal.AddressNotAllowed.class);
    assertThat(canary.connections()).isPositive();
  }

  /// Some spellings are none at all to a resolver, or to who reads a realm or a redirect.
  private static void assertRefused(ManifestAnswer answer) {
    assertThat(answer)
        .satisfiesAnyOf(
            it -> assertThat(it).isInstanceOf(Refusal.AddressNotAllowed.class),
            it -> assertThat(it).isInstanceOf(Refusal.Misbehaved.class),
            it ->
                assertThat(it)
                    .isInstanceOfSatisfying(
                        Refusal.Unreachable.class,
                        unknown -> assertThat(unknown.cause()).isEqualTo(Cause.DNS)));
  }

  private static String authority(RawServer front) {
    return ALLOWED + ":" + front.authority().split(":")[1];
  }

  private static RawServer front(RawServer.Answer answer) throws IOException {
    return new RawServer(
        new ServerSocketFactory() {
          @Override
          public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port);
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return new ServerSocket(port, backlog);
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog, InetAddress any)
              throws IOException {
            return new ServerSocket(port, backlog, InetAddress.getByName(ALLOWED));
          }
        },
        answer);
  }
}
