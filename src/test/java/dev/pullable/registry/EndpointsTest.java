package dev.pullable.registry;

import static dev.pullable.registry.Endpoint.Transport.PLAIN;
import static dev.pullable.registry.Endpoint.Transport.TLS;
import static dev.pullable.registry.Endpoint.Transport.TLS_UNVERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
  private final Endpoints endpoints = new Endpoints(Set.of("reg.local:5000", "a_b.local"));

  @Test
  void dockerHubIsDialledAtItsRegistry() {
    assertThat(of("nginx")).containsExactly(new Endpoint("registry-1.docker.io", TLS));
    assertThat(of("nginx").getFirst().baseUrl()).isEqualTo("https://registry-1.docker.io/v2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reg.io",
        "reg.io:80",
        "DOCKER.IO",
        "docker.io:443",
        "10.0.0.1:5000",
        "128.0.0.1:5000",
        "[2001:db8::1]:5000",
        "[::1]",
        "[1]:5000",
        "[::::]:5000",
        "[::2]:5000",
        "Localhost:5000",
        "a.localhost:5000",
        "127.1:5000",
        "127.0.0.01:5000",
        "127.0.0.256:5000",
        "127.0.0.1.io:5000",
        "reg.local",
        "Reg.local:5000"
      })
  void anyOtherHostIsDialledWithTls(String host) {
    assertThat(of(host + "/app")).containsExactly(new Endpoint(host, TLS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5000",
        "127.0.0.1:5000",
        "127.255.0.9:8080",
        "[::1]:5000",
        "[0:0:0:0:0:0:0:1]:5000",
        "[::ffff:7f00:1]:5000",
        "localhost:080"
      })
  void aLoopbackPortIsTriedWithTlsThenWithout(String host) {
    assertThat(of(host + "/app"))
        .containsExactly(new Endpoint(host, TLS_UNVERIFIED), new Endpoint(host, PLAIN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:443", "127.0.0.1", "[::1]:443"})
  void aLoopbackHostWithoutPortOrWith443SpeaksTlsThatIsNotVerified(String host) {
    assertThat(of(host + "/app")).containsExactly(new Endpoint(host, TLS_UNVERIFIED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:80", "127.0.0.1:80", "[::1]:80"})
  void aLoopbackHostWithPort80SpeaksPlainHttp(String host) {
    assertThat(of(host + "/app")).containsExactly(new Endpoint(host, PLAIN));
  }

  @Test
  void aRegistryConfiguredForPlainHttpGetsNoTls() {
    assertThat(of("reg.local:5000/app")).containsExactly(new Endpoint("reg.local:5000", PLAIN));
    assertThat(of("a_b.local/app")).containsExactly(new Endpoint("a_b.local", PLAIN));
    assertThat(of("reg.local:5000/app").getFirst().baseUrl()).isEqualTo("http://reg.local:5000/v2");
  }

  @Test
  void aHostThatTheGrammarTakesForAPathIsDialledAllTheSame() {
    assertThat(of("ex_ample.com/team/app")).containsExactly(new Endpoint("ex_ample.com", TLS));
    assertThat(Endpoints.repository(reference("ex_ample.com/team/app"))).isEqualTo("team/app");
    assertThat(Endpoints.repository(reference("reg.io/team/app"))).isEqualTo("team/app");
    assertThat(Endpoints.repository(reference("nginx"))).isEqualTo("library/nginx");
  }

  private List<Endpoint> of(String written) {
    return endpoints.of(reference(written));
  }

  private static ImageReference reference(String written) {
    return (ImageReference) ImageReferenceParser.parse(written);
  }
}
