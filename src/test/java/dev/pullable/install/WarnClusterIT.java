package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What kubectl prints where `manifests/overlays/warn` is installed.
class WarnClusterIT {
  @TempDir private Path directory;

  @Test
  void whatWouldBeDeniedIsAWarning() throws Exception {
    try (Scene scene = Scene.of(directory, "warn")) {
      String shop = scene.namespace("it-warn");
      String repository = scene.image("shop/web");
      String warning =
          "\"%s:1.O\" cannot be pulled: %s has no tag \"1.O\" [TagNotFound]\n"
              .formatted(repository, repository);

      assertThat(scene.create(scene.pod(shop, repository + ":1.O")))
          .isEqualTo("Warning: spec.containers[0].image: " + warning + "pod/web created\n");
      assertThat(scene.create(scene.deployment(shop, repository + ":1.O")))
          .isEqualTo(
              "Warning: spec.template.spec.containers[0].image: "
                  + warning
                  + "deployment.apps/web created\n");
      assertThat(
              scene.create(scene.pod(shop, repository + ":1.0").replace("name: web,", "name: it,")))
          .isEqualTo("pod/it created\n");
    }
  }
}
