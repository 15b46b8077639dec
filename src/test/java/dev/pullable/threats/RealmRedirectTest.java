package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.registry.TokenServer;
import dev.pullable.review.TestEngine;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A1: a registry sends whoever asks it to a token server, or elsewhere, of somebody else's.
class RealmRedirectTest {
  private static final String USER = "ana";
  private static final String PASSWORD = "s3same-0pen";

  @TempDir private Path dir;

  private final TestAuthority authority = TestAuthority.create();
  private final TestRegistry plain = TestRegistry.start();
  private final TestRegistry tls = TestRegistry.start(authority.leaf().serverContext());
  private final List<Canary> canaries = new ArrayList<>();
  private TestEngine engine;

  @BeforeEach
  void start() throws IOException {
    canaries.add(new Canary("127.0.0.1", null));
    canaries.add(new Canary("127.0.0.1", authority.leaf().serverContext()));
    canaries.add(new Canary("::1", null));
    engine = engine();
  }

  private TestEngine engine(TokenServer... trusted) throws IOException {
    Path ca = Files.writeString(dir.resolve("ca.crt"), authority.certificatePem());
    TestEngine made = new TestEngine(Set.of(plain.authority()), List.of(ca), trusted);
    made.pullSecret("regcred", plain.authority(), USER, PASSWORD);
    made.pullSecret("tlscred", tls.authority("localhost"), USER, PASSWORD);
    return made;
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    canaries.forEach(Canary::close);
    plain.close();
    tls.close();
  }

  private String filled(String shape, TestRegistry registry) {
    return shape
        .replace("{a}", registry.authority())
        .replace("{b}", String.valueOf(canaries.get(0).port()))
        .replace("{bs}", String.valueOf(canaries.get(1).port()))
        .replace("{b6}", String.valueOf(canaries.get(2).port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:{b}/token",
        "http://localhost:{b}/token",
        "http://LOCALHOST:{b}/token",
        "http://localhost.:{b}/token",
        "https://localhost:{bs}/token",
        "HTTPS://LocalHost:{bs}/token",
        "http://[::1]:{b6}/token",
        "http://[0:0:0:0:0:0:0:1]:{b6}/token",
        "http://[::ffff:127.0.0.1]:{b}/token",
        "http://127.1:{b}/token",
        "http://2130706433:{b}/token",
        "http://0x7f000001:{b}/token",
        "http://0177.0.0.1:{b}/token",
        "http://0.0.0.0:{b}/token",
        "http://127.0.0.1.:{b}/token",
        "http://{a}@localhost:{b}/token",
        "http://user:word@localhost:{b}/token",
        "http://localhost:{b}?host={a}",
        "http://localhost:{b}#@{a}/token",
        "http://localhost:{b}\\\\@{a}/token",
        "http://loc%61lhost:{b}/token",
        "http://xn--localhost-0oa:{b}/token",
        "//localhost:{b}/token",
      })
  void aRealmElsewhereSeesNoCredential(String shape) {
    plain.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    plain.auth("team", Auth.bearer().user(USER, PASSWORD).realm(filled(shape, plain)));

    assertThat(engine.outcome(plain.authority() + "/team/app:1.0", "regcred"))
        .startsWith("Inconclusive");
    assertNothingIsSeen();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:{b}/token",
        "https://127.0.0.1:{bs}/token",
        "https://localhost:{bs}/token",
        "http://[::1]:{b6}/token",
        "https://localhost@127.0.0.1:{bs}/token",
      })
  void aRealmElsewhereSeesNoCredentialOfARegistryOnTls(String shape) {
    tls.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    tls.auth("team", Auth.bearer().user(USER, PASSWORD).realm(filled(shape, tls)));

    assertThat(engine.outcome(tls.authority("localhost") + "/team/app:1.0", "tlscred"))
        .startsWith("Inconclusive");
    assertNothingIsSeen();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectOfTheTokenServerSeesNoCredential(int status) {
    plain.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    plain.auth("team", Auth.bearer().user(USER, PASSWORD));
    plain.tokenFault(Fault.redirect(status, URI.create(filled("http://localhost:{b}/t", plain))));

    assertThat(engine.outcome(plain.authority() + "/team/app:1.0", "regcred"))
        .startsWith("Inconclusive");
    assertNothingIsSeen();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectOfAManifestSeesNoCredential(int status) {
    plain.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    plain.auth("team", Auth.basic().user(USER, PASSWORD));
    plain.fault(
        "team", Fault.redirect(status, URI.create(filled("http://localhost:{b}/m", plain))));

    assertThat(engine.outcome(plain.authority() + "/team/app:1.0", "regcred"))
        .startsWith("Inconclusive");
    assertThat(canaries.getFirst().requests()).isNotEmpty();
    assertNothingIsSeen();
  }

  /// The certificate shows that it is the registry's own host: GitLab's are such.
  @Test
  void anotherPortOfItsOwnHostIsTrustedWhereACertificateShowsIt() {
    plain.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    String realm = filled("https://127.0.0.1:{bs}/token", plain);
    plain.auth("team", Auth.bearer().user(USER, PASSWORD).realm(realm));

    engine.outcome(plain.authority() + "/team/app:1.0", "regcred");

    assertThat(canaries.get(1).requests()).anyMatch(it -> it.contains(PASSWORD));
    assertThat(canaries.get(0).requests()).isEmpty();
  }

  @Test
  void aRealmThatIsTrustedDoesSeeIt() throws IOException {
    plain.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    String host = filled("localhost:{b}", plain);
    plain.auth("team", Auth.bearer().user(USER, PASSWORD).realm("http://" + host + "/token"));
    engine.close();
    engine = engine(new TokenServer(plain.authority(), host));

    engine.outcome(plain.authority() + "/team/app:1.0", "regcred");

    assertThat(canaries.getFirst().requests()).anyMatch(it -> it.contains(PASSWORD));
  }

  private void assertNothingIsSeen() {
    String basic =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    for (Canary canary : canaries) {
      assertThat(canary.requests())
          .noneMatch(it -> it.toLowerCase(Locale.ROOT).contains("\nauthorization:"))
          .noneMatch(it -> it.contains(PASSWORD) || it.contains(basic));
    }
  }
}
