package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmTrustTest {
  private static final String TRUSTED = "trusted";
  private static final String UNUSABLE = "unusable";

  private final RealmTrust trust = new KnownTokenServers(List.of());

  @ParameterizedTest
  @CsvSource({
    "ghcr.io,                       https://ghcr.io/token",
    "registry-1.docker.io,          https://auth.docker.io/token",
    "docker.io,                     https://auth.docker.io/token",
    "registry.gitlab.com,           https://gitlab.com/jwt/auth",
    "registry.example.co.uk,        https://gitlab.example.co.uk/jwt/auth",
    "registry.example.com:5050,     https://gitlab.example.com/jwt/auth",
    "registry.cn-hangzhou.aliyuncs.com, https://dockerauth.cn-hangzhou.aliyuncs.com/auth",
    "nvcr.io,                       https://authn.nvidia.com/token",
    "rg.fr-par.scw.cloud,           https://api.scaleway.com/registry-internal/v1",
    "Registry.Example.COM,          https://AUTH.example.com/token",
    "reg.example.com,               HTTPS://REG.EXAMPLE.COM/token",
    "reg.example.com,               https://reg.example.com./token",
    "reg.example.com,               https://reg.example.com:5001/token",
    "reg.example.com:443,           https://reg.example.com/token",
    "reg.example.com,               https://reg.example.com:/token",
    "reg.me.github.io,              https://auth.me.github.io/token",
    "reg.xn--mnchen-3ya.de,         https://auth.xn--mnchen-3ya.de/token",
    "10.0.0.1:5000,                 https://10.0.0.1:5000/token",
    "10.0.0.1:5000,                 https://10.0.0.1:5001/token",
    "'[2001:db8::1]:5000',          'https://[2001:DB8:0::1]:5000/token'",
    "registry,                      https://registry/token",
    "reg_1.example.com,             https://auth_1.example.com/token",
  })
  void theRegistryItselfItsDomainAndKnownPairsAreTrusted(String registry, String realm) {
    assertThat(decide(registry, Endpoint.Transport.TLS, realm)).isEqualTo(TRUSTED);
  }

  @ParameterizedTest
  @CsvSource({
    "reg.example.com,       https://evil.org/token,                  evil.org",
    "reg.example.com,       https://evil.org:8443/token,             evil.org:8443",
    "reg.example.com,       https://reg.example.com.evil.org/token,  reg.example.com.evil.org",
    "reg.example.com,       https://evilexample.com/token,           evilexample.com",
    "reg.example.com,       https://example.org/token,               example.org",
    "reg.example.com,       https://EVIL.org./token,                 evil.org",
    "reg.example.com,       https://evil.org?x=reg.example.com,      evil.org",
    "reg.example.com,       https://evil.org#reg.example.com,        evil.org",
    "reg.example.com,       https://com/token,                       com",
    "reg.co.uk,             https://evil.co.uk/token,                evil.co.uk",
    "me.github.io,          https://evil.github.io/token,            evil.github.io",
    "a.s3.amazonaws.com,    https://b.s3.amazonaws.com/token,        b.s3.amazonaws.com",
    "github.io,             https://evil.github.io/token,            evil.github.io",
    "10.0.0.1:5000,         https://10.0.0.2:5000/token,             10.0.0.2:5000",
    "10.0.0.1,              https://110.0.0.1/token,                 110.0.0.1",
    "10.0.0.1,              'https://[::ffff:10.0.0.1]/token',       '[::ffff:10.0.0.1]'",
    "'[2001:db8::1]',       'https://[2001:db8::2]/token',           '[2001:db8::2]'",
    "registry,              https://auth/token,                      auth",
    "harbor.a.svc.cluster.local, https://harbor.b.svc.cluster.local/token, harbor.b.svc.cluster.local",
    "reg.example.com,       https://169.254.169.254/token,           169.254.169.254",
    "reg.example.com,       https://xn--xample-2of.com/token,        xn--xample-2of.com",
    "ghcr.io,               https://auth.docker.io/token,            auth.docker.io",
    "docker.io.evil.org,    https://auth.docker.io/token,            auth.docker.io",
    "nvcr.io,               https://authn.nvidia.com:8443/token,     authn.nvidia.com:8443",
    "nvcr.io,               https://evil.nvidia.com/token,           evil.nvidia.com",
    "nvcr.io:5000,          https://authn.nvidia.com/token,          authn.nvidia.com",
  })
  void anotherDomainIsAskedAnonymouslyOnly(String registry, String realm, String host) {
    assertThat(decide(registry, Endpoint.Transport.TLS, realm)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({
    "http://reg.example.com/token",
    "HTTP://reg.example.com/token",
    "http://evil.org/token",
    "http://127.0.0.1:10250/pods",
    "https://u:p@reg.example.com/token",
    "https://reg.example.com@evil.org/token",
    "https://u@reg.example.com/token",
    "https://@reg.example.com/token",
    "https://b\u00fccher.example.com/token",
    "https://r\u0435g.example.com/token",
    "https://reg.example.com\uff0eevil.org/token",
    "https://reg.example.com../token",
    "https://.example.com/token",
    "https://a..example.com/token",
    "https://:443/token",
    "https://127.1/token",
    "https://0x7f.0.0.1/token",
    "https://0x7f000001/token",
    "https://2130706433/token",
    "https://127.0.0.01/token",
    "https://127.0.0.1./token",
    "https://[fe80::1%25eth0]/token",
    "https://reg.example.com:0/token",
    "https://reg.example.com:65536/token",
    "https://reg.example.com:99999999999999999999/token",
    "https://a%25b.example.com/token",
    "'https://reg.example.com,evil.org/token'",
    "'https://reg.example.com;evil.org/token'",
    "'https://<b>.example.com/token'",
  })
  void aRealmThatIsNotPlainlyAnHttpsHostIsNotAsked(String realm) {
    assertThat(decide("reg.example.com", Endpoint.Transport.TLS, realm)).isEqualTo(UNUSABLE);
    assertThat(decide("reg.example.com", Endpoint.Transport.TLS_UNVERIFIED, realm))
        .isEqualTo(UNUSABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "reg.example.com:5000, http://reg.example.com:5000/token,  trusted",
    "reg.example.com,      http://reg.example.com/token,       trusted",
    "reg.example.com,      http://reg.example.com:80/token,    trusted",
    "reg.example.com,      https://reg.example.com:5001/token, trusted",
    "reg.example.com,      http://auth.example.com/token,      trusted",
    "10.0.0.1:5000,        http://10.0.0.1:5000/token,         trusted",
    "10.0.0.1:5000,        http://10.0.0.1:5001/token,         10.0.0.1:5001",
    "10.0.0.1:5000,        http://10.0.0.2:5000/token,         10.0.0.2:5000",
    "reg.example.com,      http://evil.org/token,              evil.org",
    "reg.example.com,      http://u:p@reg.example.com/token,   unusable",
  })
  void aPlainHttpRegistryMayHaveAPlainHttpRealm(String registry, String realm, String decision) {
    assertThat(decide(registry, Endpoint.Transport.PLAIN, realm)).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:5000, https://localhost:5000/token, trusted",
    "localhost:5000, https://localhost:5001/token, localhost:5001",
    "127.0.0.1:5000, https://127.0.0.1:5001/token, 127.0.0.1:5001",
    "localhost:5000, https://127.0.0.1:5000/token, 127.0.0.1:5000",
  })
  void anUnverifiedRegistryIsTrustedOnItsOwnPortOnly(
      String registry, String realm, String decision) {
    assertThat(decide(registry, Endpoint.Transport.TLS_UNVERIFIED, realm)).isEqualTo(decision);
  }

  @Test
  void aConfiguredPairIsTrusted() {
    RealmTrust configured =
        new KnownTokenServers(
            List.of(new TokenServer("Harbor.internal:5000", "sso.internal:8443")));
    Endpoint harbor = new Endpoint("harbor.internal:5000", Endpoint.Transport.TLS);

    assertThat(configured.decide(harbor, url("https://SSO.internal:8443/token")))
        .isEqualTo(new RealmTrust.Decision.Trusted());
    assertThat(configured.decide(harbor, url("https://sso.internal/token")))
        .isEqualTo(new RealmTrust.Decision.Untrusted("sso.internal"));
    assertThat(
            configured.decide(
                new Endpoint("harbor.internal", Endpoint.Transport.TLS),
                url("https://sso.internal:8443/token")))
        .isEqualTo(new RealmTrust.Decision.Untrusted("sso.internal:8443"));
  }

  @Test
  void aConfiguredPairForDockerHubHoldsWhereItIsDialled() {
    RealmTrust configured =
        new KnownTokenServers(List.of(new TokenServer("docker.io", "mirror-auth.internal")));

    assertThat(
            configured.decide(
                new Endpoint("registry-1.docker.io", Endpoint.Transport.TLS),
                url("https://mirror-auth.internal/token")))
        .isEqualTo(new RealmTrust.Decision.Trusted());
  }

  @Test
  void aConfiguredPairThatIsNoneFailsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new KnownTokenServers(List.of(new TokenServer("reg.io", "https://sso.io"))));
  }

  private String decide(String registry, Endpoint.Transport transport, String realm) {
    return switch (trust.decide(new Endpoint(registry, transport), url(realm))) {
      case RealmTrust.Decision.Trusted _ -> TRUSTED;
      case RealmTrust.Decision.Untrusted(String host) -> host;
      case RealmTrust.Decision.Unusable _ -> UNUSABLE;
    };
  }

  private static RealmUrl url(String realm) {
    return Objects.requireNonNull(RealmUrlParser.parse(realm), realm);
  }
}
