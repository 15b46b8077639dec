package dev.pullable.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Route;
import dev.pullable.testregistry.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredRoutesTest {
  @TempDir private Path root;
  private final AtomicLong nanos = new AtomicLong();

  private Route route(String image) {
    Ticker ticker = nanos::get;
    HostsDirectory directory = new HostsDirectory(root, new Endpoints(Set.of()), ticker);
    return new ConfiguredRoutes(root, directory)
        .route((ImageReference) ImageReferenceParser.parse(image));
  }

  private List<Endpoint> endpoints(String image) {
    return ((Route.Hosts) route(image)).hosts().stream().flatMap(List::stream).toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String mirror(String... settings) {
    return "[host.\"https://mirror.example.com\"]\n" + String.join("\n", settings) + "\n";
  }

  @Test
  void aRegistryOfWhichNothingIsSaidIsAskedItself() {
    assertThat(route("docker.io/library/nginx"))
        .isEqualTo(
            new Route.Hosts(
                List.of(List.of(new Endpoint("registry-1.docker.io", Transport.TLS))), List.of()));
  }

  @Test
  void everythingThatIsSaidOfAHostIsInItsEndpoint() throws IOException {
    write(
        "_default/hosts.toml",
        mirror(
            "dial_timeout = \"300ms\"",
            "skip_verify = true",
            "[host.\"https://mirror.example.com\".header]",
            "x-key = \"hush\""));
    Endpoint first = endpoints("reg.example.com/app:1").getFirst();
    assertThat(first.baseUrl()).isEqualTo("https://mirror.example.com/v2");
    assertThat(first.transport()).isEqualTo(Transport.TLS_UNVERIFIED);
    assertThat(first.namespace()).isEqualTo("reg.example.com");
    assertThat(first.dialTimeout()).isEqualTo(Duration.ofMillis(300));
    assertThat(first.headers()).containsOnlyKeys("x-key");
    assertThat(first.toString()).doesNotContain("hush");
    assertThat(endpoints("other.example.com/app:1").getFirst().namespace())
        .isEqualTo("other.example.com");
  }

  @Test
  void theSameFilesMakeEqualEndpoints() throws IOException {
    TestAuthority.Leaf leaf = TestAuthority.create().leaf("client");
    write("reg.example.com/ca.pem", TestAuthority.create().certificatePem());
    write("reg.example.com/client.pem", leaf.certificatePem() + leaf.keyPem());
    write("reg.example.com/hosts.toml", mirror("ca = \"ca.pem\"", "client = \"client.pem\""));
    Endpoint read = endpoints("reg.example.com/app:1").getFirst();
    Endpoint again = endpoints("reg.example.com/app:1").getFirst();
    assertThat(again).isEqualTo(read).hasSameHashCodeAs(read);
    assertThat(read.tls().toString()).isEqualTo("1 CAs, 1 client certificates");
    assertThat(read.toString()).doesNotContain("PrivateKey").doesNotContain("CN=");

    write("reg.example.com/ca.pem", TestAuthority.create().certificatePem());
    assertThat(endpoints("reg.example.com/app:1").getFirst()).isNotEqualTo(read);
  }

  @Test
  void aFileOfTheNodesUsualDirectoryIsFoundInTheMountedOne() throws IOException {
    write("reg.example.com/ca.pem", TestAuthority.create().certificatePem());
    write(
        "reg.example.com/hosts.toml",
        mirror("ca = \"/etc/containerd/certs.d/reg.example.com/ca.pem\""));
    assertThat(endpoints("reg.example.com/app:1").getFirst().tls().authorities()).hasSize(1);
  }

  @Test
  void aFileElsewhereOnTheNodeLeavesDoubt() throws IOException {
    write("reg.example.com/ca.pem", TestAuthority.create().certificatePem());
    write("reg.example.com/hosts.toml", mirror("ca = \"/no/such/reg.example.com/ca.pem\""));
    assertThat(route("reg.example.com/app:1"))
        .isEqualTo(
            new Route.Unknown(
                "a certificate file that certs.d names cannot be read here: NoSuchFileException"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hush",
        "-----BEGIN CERTIFICATE-----\nhush\n",
        "-----BEGIN CERTIFICATE-----\nh@sh\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\naHVzaA==\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nhush\n-----END EC PRIVATE KEY-----\n"
      })
  void aFileThatHoldsNoCertificateLeavesDoubt(String pem) throws IOException {
    write("reg.example.com/ca.pem", TestAuthority.create().certificatePem());
    write("reg.example.com/client.pem", TestAuthority.create().leaf("c").certificatePem());
    write("reg.example.com/bad.pem", pem);
    write(
        "reg.example.com/hosts.toml",
        mirror("ca = \"ca.pem\"", "client = [[\"client.pem\", \"bad.pem\"]]"));
    assertThat(route("reg.example.com/app:1")).isInstanceOf(Route.Unknown.class);
    write("reg.example.com/hosts.toml", mirror("ca = \"bad.pem\""));
    assertThat(route("reg.example.com/app:1")).isInstanceOf(Route.Unknown.class);
    assertThat(route("reg.example.com/app:1").toString()).doesNotContain("hush");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aFileThatNeverEndsIsNotRead() throws IOException {
    write("reg.example.com/hosts.toml", mirror("ca = \"/dev/zero\""));
    assertThat(route("reg.example.com/app:1")).isInstanceOf(Route.Unknown.class);
    write("reg.example.com/long.pem", " ".repeat(300 * 1024));
    write("reg.example.com/hosts.toml", mirror("ca = \"long.pem\""));
    assertThat(route("reg.example.com/app:1")).isInstanceOf(Route.Unknown.class);
  }

  @Test
  void whereNoHostMayResolveThereIsNoTelling() throws IOException {
    write(
        "reg.example.com/hosts.toml",
        "server = \"httpx://reg.example.com\"\n" + mirror("capabilities = [\"pull\"]"));
    assertThat(route("reg.example.com/app:1")).isInstanceOf(Route.Unknown.class);
    assertThat(endpoints("reg.example.com/app@sha256:" + "0".repeat(64))).hasSize(1);
  }
}
