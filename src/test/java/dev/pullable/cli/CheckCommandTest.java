package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.CommandEngines;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  @TempDir private Path directory;
  private final TestRegistry registry = TestRegistry.start();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private String standardInput = "";

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void whatCanBePulledIsFine() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    Path file = write("web.yaml", deployment("web", image("shop/web:1.0")));

    assertThat(check(file)).as(this::all).isZero();
    assertThat(printed()).contains("1 file, 1 object, 1 workload, 1 image");
  }

  @Test
  void aMissingTagIsDeniedAtItsLineWithTheFileInItsRemedy() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    Path file = write("my web.yaml", deployment("web", image("shop/web:1.O")));

    assertThat(check(file)).as(this::all).isEqualTo(1);
    assertThat(printed())
        .contains(file + ":14:18: DENY")
        .contains("[TagNotFound]")
        .contains("kubectl set image -f '" + file + "' web=" + image("shop/web:1.0"));
  }

  @Test
  void doubtFailsOnlyIfAskedTo() throws IOException {
    registry.auth("", Auth.basic().user("u", "p"));
    Path file = write("web.yaml", deployment("web", image("shop/web:1.0")));

    assertThat(check(file)).as(this::all).isZero();
    assertThat(printed()).contains("WARN").contains("[CredentialsMissing]");
    assertThat(err.toString()).contains("No cluster was asked");
    assertThat(check(file, "--fail-on", "warn")).as(this::all).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsCheckedAllTheSame() throws IOException {
    Path broken = write("broken.yaml", "a: [1\nb: 2\n");
    Path file = write("web.yaml", deployment("web", "Web"));

    assertThat(check(broken, file)).as(this::all).isEqualTo(2);
    assertThat(printed()).contains(broken + ":2:").contains("[InvalidReference]");
  }

  @Test
  void aThousandManifestsAskForEachOfTheirImagesOnce() throws IOException {
    int images = 300;
    for (int i = 0; i < images; i++) {
      registry.push("shop/web-" + i, "1.0", TestImages.image(AMD64, 100 + i));
    }
    registry.clearLog();
    for (int i = 0; i < 1000; i++) {
      // One in a hundred is missing.
      String tag = i % images % 100 == 0 ? "2.0" : "1.0";
      write(i + ".yaml", deployment("web-" + i, image("shop/web-" + i % images + ":" + tag)));
    }

    assertThat(check(directory, "--platform", "linux/amd64")).as(this::all).isEqualTo(1);

    for (int i = 0; i < images; i++) {
      assertThat(registry.requests("shop/web-" + i))
          .filteredOn(it -> it.kind() == RequestKind.MANIFEST && it.method().equals("HEAD"))
          .filteredOn(it -> it.reference().equals(i(it.repository()) % 100 == 0 ? "2.0" : "1.0"))
          .hasSize(1);
    }
  }

  private static int i(String repository) {
    return Integer.parseInt(repository.substring(repository.lastIndexOf('-') + 1));
  }

  @Test
  void secretsAndServiceAccountsOfTheManifestsCountWithoutACluster() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    registry.auth("", Auth.basic().user("robot", "pa55word"));
    String auth =
        Base64.getEncoder().encodeToString("robot:pa55word".getBytes(StandardCharsets.UTF_8));
    String facts =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: shop}
        imagePullSecrets: [{name: regcred}]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths":{"%s":{"auth":"%s"}}}'
        ---
        """
            .formatted(registry.authority(), auth);
    Path file = write("all.yaml", facts + deployment("web", image("shop/web:1.0")));

    assertThat(check(file, "--fail-on", "warn")).as(this::all).isZero();
    assertThat(all()).doesNotContain("pa55word").doesNotContain(auth);
  }

  @Test
  void aSecretThatIsKnownProvesNothingBesideOneThatIsNot() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    registry.auth("", Auth.basic().user("robot", "pa55word"));
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: known, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths":{"%s":{"username":"u","password":"wrong"}}}'
        ---
        """;
    String pod =
        deployment("web", image("shop/web:1.0"))
            + "      imagePullSecrets: [{name: known}, {name: only-in-the-cluster}]\n";
    Path rejected = write("a.yaml", secret.formatted(registry.authority()) + pod);
    Path elsewhere = write("b.yaml", secret.formatted("reg.example.com") + pod);

    assertThat(check(rejected)).as(this::all).isZero();
    assertThat(printed()).contains("WARN").contains("[CredentialsRejected]");
    assertThat(check(elsewhere)).as(this::all).isZero();
    assertThat(printed()).contains("WARN").contains("[PullSecretForOtherRegistry]");
  }

  @Test
  void aDirectoryCanStandForTheCluster() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(Platform.of("linux", "arm64"), 100));
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    Files.writeString(
        cluster.resolve("node.yaml"),
        """
        apiVersion: v1
        kind: Node
        metadata: {name: one, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
        status: {nodeInfo: {operatingSystem: linux, architecture: amd64}}
        """);
    Path file = write("web.yaml", deployment("web", image("shop/web:1.0")));

    assertThat(check(file, "--cluster-dir", cluster)).as(this::all).isZero();
    assertThat(printed()).contains("[WrongPlatform]").contains("the only eligible node");
    assertThat(
            check(file, "--cluster-dir", cluster, "--platform", "linux/arm64", "--fail-on", "warn"))
        .as(this::all)
        .isZero();
  }

  @Test
  void theServersSettingsCountHere() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    Path settings = write("settings.conf", "pullable: {policy: {enforce: pinned}}\n");
    Path file = write("web.yaml", deployment("web", image("shop/web:1.0")));

    assertThat(check(file, "--config", settings)).as(this::all).isEqualTo(1);
    assertThat(printed()).contains("[DigestMissing]");
    assertThat(check(file, "--config", settings, "--set", "pullable.policy.enforce=pullable"))
        .as(this::all)
        .isZero();
  }

  @Test
  void aSettingThatCannotBeUsedIsNamedWithItsRemedy() throws IOException {
    Path file = write("web.yaml", deployment("web", "web"));

    assertThat(check(file, "--set", "pullable.policy.enfroce=off")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean pullable.policy.enforce?");
    assertThat(check(file, "--set", "pullable.limits.breaker=perhaps")).isEqualTo(2);
    assertThat(err.toString()).contains("pullable.limits.breaker = perhaps").contains("Example:");
    assertThat(check(file, "--config", directory.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is no such file");
    assertThat(check(file, "--kubeconfig", directory.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("none cannot be read");
    assertThat(check(file, "--cluster", "--no-cluster")).isEqualTo(2);
    assertThat(check(file, "--fail-on", "audit")).isEqualTo(2);
    assertThat(check(file, "--pod-template", "A=b..c")).isEqualTo(2);
    assertThat(err.toString()).contains("--pod-template");
    assertThat(check()).isEqualTo(2);
  }

  @Test
  void anApiServerThatCannotBeAskedIsAnError() throws IOException {
    Path file = write("web.yaml", deployment("web", "web"));
    Path kubeconfig =
        write(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: here, user: me}}]
            clusters: [{name: here, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: me, user: {token: s3cr3t}}]
            """);

    assertThat(check(file, "--kubeconfig", kubeconfig)).as(this::all).isEqualTo(2);
    assertThat(err.toString()).contains("http://127.0.0.1:1").contains("--no-cluster");
    assertThat(check(file, "--kubeconfig", kubeconfig, "--context", "there")).isEqualTo(2);
    assertThat(err.toString()).contains("has only here").doesNotContain("s3cr3t");
  }

  @Test
  void rolloutsAndOtherKindsAreCheckedWhereTheirTemplateIs() throws IOException {
    String rollout = deployment("web", "Web").replace("apps/v1", "argoproj.io/v1alpha1");
    Path file = write("rollout.yaml", rollout.replace("kind: Deployment", "kind: Rollout"));
    Path other = write("other.yaml", rollout.replace("kind: Deployment", "kind: Machine"));

    assertThat(check(file)).as(this::all).isEqualTo(1);
    assertThat(check(other)).as(this::all).isZero();
    assertThat(check(other, "--pod-template", "Machine.argoproj.io=spec.template"))
        .as(this::all)
        .isEqualTo(1);
  }

  @Test
  void theStandardInputIsReadAndPinnedOnTheStandardOutput() throws IOException {
    Digest digest = registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    standardInput = deployment("web", image("shop/web:1.0"));

    assertThat(check("-", "--pin")).as(this::all).isZero();
    assertThat(printed()).isEqualTo(standardInput.replace("web:1.0", "web:1.0@" + digest));
    assertThat(err.toString()).contains("1 image pinned in 1 file");
  }

  @Test
  void whatIsPinnedInPlaceStaysSo() throws IOException {
    Digest digest = registry.push("shop/web", "1.0", TestImages.image(AMD64, 100));
    String written = deployment("web", image("shop/web:1.0")) + "# the end";
    Path file = write("web.yaml", written);

    assertThat(check(file, "--pin")).as(this::all).isZero();
    String pinned = written.replace("web:1.0", "web:1.0@" + digest);
    assertThat(file).hasContent(pinned);
    assertThat(check(file, "--pin=patch")).as(this::all).isZero();
    assertThat(printed()).isEmpty();
    assertThat(file).hasContent(pinned);
  }

  @Test
  void whatCannotBePulledIsNotPinnedAndFails() throws IOException {
    Path file = write("web.yaml", deployment("web", "Web"));

    assertThat(check(file, "--pin")).as(this::all).isEqualTo(1);
    assertThat(err.toString()).contains(file + ":14:18: not pinned, since it cannot be pulled");
  }

  private String image(String reference) {
    return registry.authority() + "/" + reference;
  }

  private static String deployment(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %s
      namespace: shop
    spec:
      template:
        metadata:
          labels:
            app: web
        spec:
          containers:
            - name: web
              image: %s
    """
        .formatted(name, image);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private int check(Object... arguments) {
    out.reset();
    List<String> words =
        new ArrayList<>(
            List.of(
                "--color=never",
                "--set=pullable.registries.allowed-addresses=127.0.0.0/8",
                "--set=pullable.registries.plain-http=" + registry.authority()));
    words.addAll(Arrays.stream(arguments).map(Object::toString).toList());
    CheckCommand command =
        new CheckCommand(
            new CommandEngines(err::write),
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            out);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler((e, line, _) -> {
          err.write(String.valueOf(e.getMessage()));
          return e instanceof UnusableOptionException ? 2 : 70;
        })
        .execute(words.toArray(String[]::new));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String all() {
    return printed() + err;
  }
}
