package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Secret;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.EndpointTls.ClientCertificate;
import dev.pullable.testregistry.TestAuthority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final TestAuthority.Leaf LEAF = TestAuthority.create().leaf("client");
  private static final EndpointTls TLS =
      new EndpointTls(
          List.of(LEAF.authority()),
          List.of(new ClientCertificate(List.of(LEAF.certificate()), LEAF.key())));

  private static Endpoint mirror(String path, String namespace) {
    return new Endpoint(
        "Mirror.example:443",
        Transport.TLS,
        path,
        namespace,
        Map.of("X-Key", List.of(new Secret("hush"))),
        TLS,
        Duration.ofSeconds(1));
  }

  @Test
  void theRegistryIsNamedInTheQuery() {
    Endpoint mirror = mirror("/v2", "reg.example:5000");
    assertThat(mirror.url("/app/manifests/1"))
        .isEqualTo("https://Mirror.example:443/v2/app/manifests/1?ns=reg.example%3A5000");
    assertThat(mirror.url("/app/tags/list?n=1"))
        .isEqualTo("https://Mirror.example:443/v2/app/tags/list?n=1&ns=reg.example%3A5000");
    assertThat(mirror("/v2", "").url("/app/tags/list?n=1"))
        .isEqualTo("https://Mirror.example:443/v2/app/tags/list?n=1");
  }

  @Test
  void aPathIsEscaped() {
    assertThat(mirror("", "").baseUrl()).isEqualTo("https://Mirror.example:443");
    assertThat(mirror("/a b?#%/ü", "").baseUrl())
        .isEqualTo("https://Mirror.example:443/a%20b%3F%23%25/%C3%BC");
  }

  @Test
  void oneHostCountsOnceWhateverItIsAskedFor() {
    Endpoint mirror = mirror("/a", "reg.example").canonical();
    assertThat(mirror).isEqualTo(mirror("/b", "other.example").canonical());
    assertThat(mirror.authority()).isEqualTo("mirror.example");
    assertThat(mirror.headers()).isEmpty();
  }

  @Test
  void aWrongCertificateSaysNothingOfTheHostWithAnother() {
    assertThat(mirror("/v2", "").canonical())
        .isNotEqualTo(new Endpoint("mirror.example", Transport.TLS).canonical());
  }

  @Test
  void anotherHostLearnsNothingOfWhoAsks() {
    Endpoint other = mirror("/v2", "reg.example").atAnother("auth.example");
    assertThat(other.headers()).isEmpty();
    assertThat(other.namespace()).isEmpty();
    assertThat(other.tls().clients()).isEmpty();
    assertThat(other.tls().authorities()).containsExactly(LEAF.authority());
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(mirror("/v2", "reg.example").toString())
        .contains("Mirror.example", "***")
        .doesNotContain("hush", "CN=");
  }
}
