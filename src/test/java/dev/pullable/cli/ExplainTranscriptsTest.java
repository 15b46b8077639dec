package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.hosts.ConfiguredRoutes;
import dev.pullable.hosts.HostsDirectory;
import dev.pullable.platform.Platform;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Routes;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `explain` prints, whole.
class ExplainTranscriptsTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Platform ARM64 = Platform.of("linux", "arm64");
  private static final String REGISTRY = "127.0.0.1:50001";
  private static final String OTHER = "127.0.0.1:50002";

  @TempDir private Path root;
  private final TestRegistry registry = TestRegistry.start();
  private final TestRegistry other = TestRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
    other.close();
  }

  private ExplainEngine engine() {
    return engine(new Endpoints(Set.of(registry.authority(), other.authority())));
  }

  private static ExplainEngine engine(Routes routes) {
    return new ExplainEngine(routes).node("node-1", AMD64).node("node-2", AMD64);
  }

  private Transcript explain(ExplainEngine engine, String image, String... options) {
    String[] arguments = new String[options.length + 1];
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[0] = image;
    Transcript transcript = Transcript.of(engine, arguments);
    assertThat(transcript.err()).isEmpty();
    return transcript
        .with(registry.authority(), REGISTRY)
        .with(registry.authority().replace(':', '-'), REGISTRY.replace(':', '-'))
        .with(other.authority(), OTHER);
  }

  private String image(String name) {
    return registry.authority() + "/" + name;
  }

  @Test
  void aPublicImage() {
    registry.auth("", Auth.bearer().anonymousPull());
    registry.push("library/nginx", "1.27", TestImages.attestedIndex(AMD64, ARM64));

    Transcript transcript = explain(engine(), image("library/nginx:1.27"));

    transcript.isAsIn("public-image");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void aPrivateImageWithTheRightSecretOfTheServiceAccount() {
    registry.auth("", Auth.bearer().user("ci", "hunter2-secret"));
    registry.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    ExplainEngine engine =
        engine()
            .pullSecret("elsewhere", "reg.example.com", "ci", "other-secret")
            .pullSecret("regcred", registry.authority(), "ci", "hunter2-secret")
            .account("web", "gone", "elsewhere", "regcred");

    Transcript transcript =
        explain(engine, image("team/app:1.0"), "-n", "shop", "--service-account", "web");

    transcript.isAsIn("service-account");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void aSecretForAnotherRegistry() {
    registry.auth("", Auth.basic().user("ci", "hunter2-secret"));
    registry.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    ExplainEngine engine =
        engine().pullSecret("regcred", "reg.example.com", "ci", "hunter2-secret");

    Transcript transcript = explain(engine, image("team/app:1.0"), "--pull-secret", "regcred");

    transcript.isAsIn("secret-for-another-registry");
    assertThat(transcript.code()).isEqualTo(1);
  }

  @Test
  void aMalformedSecret() {
    ExplainEngine engine = engine().secret("regcred", "{\"auths\":[]}");

    Transcript transcript = explain(engine, image("team/app:1.0"), "--pull-secret", "regcred");

    transcript.isAsIn("malformed-secret");
    assertThat(transcript.code()).isEqualTo(1);
    assertThat(registry.count()).isZero();
  }

  @Test
  void aMissingTag() {
    registry.push("team/app", "1.0.1", TestImages.image("linux", "amd64"));

    Transcript transcript = explain(engine(), image("team/app:1.0"), "--pull-policy", "Always");

    transcript.isAsIn("missing-tag");
    assertThat(transcript.code()).isEqualTo(1);
  }

  @Test
  void anImageForOtherNodes() {
    registry.push("team/app", "1.0", TestImages.index(ARM64));

    Transcript transcript = explain(engine().node("node-3", ARM64), image("team/app:1.0"));

    transcript.isAsIn("wrong-platform-on-some");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void anImageForNodesThatAreSelected() {
    registry.push("team/app", "1.0", TestImages.index(ARM64));

    Transcript transcript =
        explain(
            engine().node("node-3", ARM64),
            image("team/app:1.0"),
            "--node-selector",
            "kubernetes.io/arch=amd64");

    transcript.isAsIn("wrong-platform");
    assertThat(transcript.code()).isEqualTo(1);
  }

  @Test
  void aMirrorThatDoesNotHaveIt() throws IOException {
    registry.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    Path certs = Files.createDirectory(root.resolve("certs.d"));
    Path hosts = Files.createDirectory(certs.resolve("reg.example.com")).resolve("hosts.toml");
    Files.writeString(
        hosts,
        """
        server = "%s"
        [host."%s/proxy/v2"]
        override_path = true
        capabilities = ["pull", "resolve"]
        """
            .formatted(registry.uri(), other.uri()));
    ExplainEngine engine =
        engine(
            new ConfiguredRoutes(
                certs, new HostsDirectory(certs, new Endpoints(Set.of()), Ticker.systemTicker())));

    Transcript transcript = explain(engine, "reg.example.com/team/app:1.0");

    transcript.isAsIn("mirror");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void whatIsNoReference() {
    Transcript transcript = explain(engine(), image("Team/App:1.0"));

    transcript.isAsIn("invalid-reference");
    assertThat(transcript.code()).isEqualTo(1);
  }

  @Test
  void aRegistryThatIsNotReached() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    String authority = "127.0.0.1:" + closed;

    Transcript transcript =
        explain(engine(new Endpoints(Set.of(authority))), authority + "/team/app:1.0")
            .with(authority, "127.0.0.1:50003");

    transcript.isAsIn("unreachable");
    // Doubt is not denied.
    assertThat(transcript.code()).isZero();
  }

  @Test
  void anImageThatIsNeverPulled() {
    Transcript transcript = explain(engine(), "nginx", "--pull-policy", "Never");

    transcript.isAsIn("never-pulled");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void aRedirect() {
    other.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    registry.fault(
        "team/app",
        (_, request) ->
            Answer.of(307)
                .with(
                    "Location",
                    other.uri() + request.line().replaceFirst("\\S+ ", "") + "?X-Signature=abc"));

    Transcript transcript = explain(engine(), image("team/app:1.0"));

    transcript.isAsIn("redirect");
    assertThat(transcript.out()).doesNotContain("=abc", "X-Signature");
  }
}
