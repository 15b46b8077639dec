package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How fast a policy takes effect that is changed with kubectl, without a restart.
class PolicyClusterIT {
  private static final Duration IN_FORCE = Duration.ofSeconds(10);

  @TempDir private static Path directory;
  private static Scene scene;

  @BeforeAll
  static void install() throws Exception {
    scene = Scene.of(directory, "deny");
  }

  @AfterAll
  static void uninstall() {
    if (scene != null) {
      scene.close();
    }
  }

  private static String tried(String namespace) {
    return scene.create(scene.pod(namespace, scene.image("shop/web:1.0")), "--dry-run=server");
  }

  private static void becomes(String what, String namespace, String printed) {
    long start = System.nanoTime();
    await(what)
        .atMost(IN_FORCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> tried(namespace), it -> it.contains(printed));
    System.out.printf(
        "%s: in force after %d ms%n", what, Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  private static String label(String namespace, String label) {
    return scene.kubectl("label", "namespace", namespace, "--overwrite", label).successfully();
  }

  @Test
  void aLabelIsInForceWithinTenSeconds() {
    String shop = scene.namespace("it-labels");
    assertThat(tried(shop)).isEqualTo("pod/web created (server dry run)\n");

    assertThat(label(shop, "pullable.dev/enforce=pinned"))
        .isEqualTo("namespace/it-labels labeled\n");
    becomes("enforce=pinned", shop, "[DigestMissing]");

    label(shop, "pullable.dev/enforce-");
    becomes("no label", shop, "created (server dry run)");
  }

  @Test
  void aTypoInALabelIsToldAtOnce() {
    String shop = scene.namespace("it-typo");

    assertThat(label(shop, "pullable.dev/enforce=pined"))
        .isEqualTo(
            "Warning: label pullable.dev/enforce: \"pined\" is no level (off, pullable, tagged,"
                + " pinned), so the default, pullable, is in force; did you mean pinned?\n"
                + "namespace/it-typo labeled\n");
    assertThat(label(shop, "team=a")).isEqualTo("namespace/it-typo labeled\n");
  }

  @Test
  void aConfigMapIsInForceWithinTenSeconds() {
    String shop = scene.namespace("it-config-map");

    policy("enforce: pinned");
    becomes("ConfigMap enforce=pinned", shop, "[DigestMissing]");

    policy("enforce: pined");
    await("the log")
        .atMost(IN_FORCE)
        .until(() -> scene.installation.log().contains("The policy stays as it is"));
    assertThat(tried(shop)).contains("[DigestMissing]");

    scene.kubectl("delete", "configmap", "pullable-policy", "-n", "pullable").successfully();
    becomes("no ConfigMap", shop, "created (server dry run)");
  }

  @Test
  void aBreakGlassLetsInWhatWouldBeDenied() {
    String shop = scene.namespace("it-break-glass");
    String bad = scene.pod(shop, scene.image("shop/web:1.O"));
    assertThat(scene.create(bad, "--dry-run=server")).startsWith("Error from server (Forbidden)");
    Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    scene
        .kubectl(
            "annotate", "namespace", shop, "pullable.dev/break-glass=" + end + " INC-1 restoring")
        .successfully();

    await("break-glass")
        .atMost(IN_FORCE)
        .until(() -> scene.create(bad, "--dry-run=server"), it -> it.startsWith("Warning: this"));
    assertThat(scene.create(bad, "--dry-run=server"))
        .contains("suspends that until " + end, "[TagNotFound]")
        .endsWith("pod/web created (server dry run)\n");
  }

  private static void policy(String yaml) {
    String text =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: pullable-policy, namespace: pullable}
        data:
          policy.yaml: |
            %s
        """;
    scene.installation.kubectl().with(text.formatted(yaml), "apply", "-f", "-").successfully();
  }
}
