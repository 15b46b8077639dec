package dev.pullable.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.hosts.RegistryHost.Scheme;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any `hosts.toml` is a list of hosts that can be asked, each in a way that is known, or is passed
/// over in our own words.
class HostsFileFuzzTest {
  private static final String DIRECTORY = "/etc/containerd/certs.d/reg.example.com";
  private static final List<Endpoint> OWN = List.of(new Endpoint("reg.example.com", Transport.TLS));

  static Stream<byte[]> seeds() throws IOException {
    try (InputStream in = HostsFileFuzzTest.class.getResourceAsStream("/hosts/certs-d.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in)).required("cases");
      return cases
          .valueStream()
          .flatMap(it -> it.path("files").valueStream())
          .map(JsonNode::asText)
          .distinct()
          .map(toml -> toml.getBytes(StandardCharsets.UTF_8))
          .filter(toml -> toml.length > 0 && toml.length < 2_000);
    }
  }

  @MethodSource("seeds")
  @FuzzTest
  void aFileIsHostsThatAreAskedInAKnownWayOrPassedOver(byte[] toml) {
    HostsFile file;
    try {
      file = HostsFile.parse(toml, DIRECTORY);
    } catch (MalformedHostsFile e) {
      assertThat(e.problem()).matches("[A-Za-z0-9 _,.-]{5,100}");
      return;
    }
    RegistryHosts.Listed listed =
        new HostDirectory(file.hosts(), file.hosts(), file.doubts(), null)
            .listed("reg.example.com", OWN);
    assertThat(listed.hosts())
        .hasSameSizeAs(file.hosts())
        .isNotEmpty()
        .allSatisfy(host -> check(host));
    assertThat(listed.hosts()).containsAll(listed.asked(false)).containsAll(listed.asked(true));
    assertThat(listed.asked(true)).containsAll(listed.asked(false));
  }

  private static void check(RegistryHost host) {
    assertThat(host.scheme() == Scheme.NONE || !host.authority().isEmpty()).isTrue();
    assertThat(host.authority()).doesNotContain("/", "?", "#", "@");
    assertThat(host.path()).matches("(?s)|/.*[^/]");
    assertThat(host.path().split("/", -1)).doesNotContain(".", "..");
    assertThat(host.tls().caFiles()).allMatch(file -> file.startsWith("/"));
    assertThat(host.tls().clientCertificates())
        .allMatch(it ->
            it.certificate().startsWith("/") && (it.key() == null || it.key().startsWith("/")));
  }
}
