package dev.pullable.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of private images where Secrets are read in some namespaces only, or in none.
class SecretsClusterIT {
  private static final String WITH_SECRET = "imagePullSecrets: [{name: regcred}]";

  @TempDir private Path directory;

  @Test
  void whereNoneAreReadPrivateImagesAreWarnings() throws Exception {
    try (Scene scene = Scene.of(directory, "deny", "secrets-none")) {
      String shop = scene.namespace("it-none");
      String image = scene.image("private/app:1.0");

      assertThat(scene.create(scene.pod(shop, image), "--dry-run=server"))
          .isEqualTo(
              "Warning: spec.containers[0].image: \""
                  + image
                  + "\" may not be pullable: it is private or does not exist, and no pull secret"
                  + " applies [CredentialsMissing]\npod/web created (server dry run)\n");
      assertThat(scene.create(scene.pod(shop, image, WITH_SECRET)))
          .isEqualTo(unread(image, shop) + "pod/web created\n");
      assertThat(scene.create(scene.deployment(shop, image)))
          .startsWith("Warning: ")
          .endsWith(" [CredentialsMissing]\ndeployment.apps/web created\n");
      assertThat(scene.create(scene.pod(shop, scene.image("shop/web:1.O"))))
          .startsWith("Error from server (Forbidden)");
      assertThat(scene.installation.calls())
          .isNotEmpty()
          .noneMatch(call -> call.resource().equals("serviceaccounts"))
          .noneMatch(
              call -> call.resource().equals("secrets") && !call.namespace().equals("pullable"));
    }
  }

  @Test
  void whereThoseOfSomeNamespacesAreReadOthersAreLeftAlone() throws Exception {
    try (Scene scene = Scene.of(directory, "deny", "secrets-listed")) {
      String shop = scene.namespace("it-not-listed");
      scene.pullSecret(shop);
      scene.pullSecret("default");
      String image = scene.image("private/app:1.0");

      assertThat(scene.create(scene.pod("default", image, WITH_SECRET), "--dry-run=server"))
          .isEqualTo("pod/web created (server dry run)\n");
      assertThat(scene.create(scene.pod("default", image), "--dry-run=server"))
          .startsWith("Error from server (Forbidden)")
          .contains("[CredentialsMissing]");
      assertThat(scene.create(scene.pod(shop, image, WITH_SECRET)))
          .isEqualTo(unread(image, shop) + "pod/web created\n");
      assertThat(scene.installation.calls())
          .anyMatch(call -> call.resource().equals("secrets"))
          .noneMatch(call -> call.status() == 403 || call.namespace().equals(shop));
      scene.kubectl("delete", "secret", "regcred", "-n", "default").successfully();
    }
  }

  private static String unread(String image, String namespace) {
    return "Warning: spec.containers[0].image: \"%s\" may not be pullable: pull secret regcred could not be looked up in namespace %s [PullSecretUnreadable]\n"
        .formatted(image, namespace);
  }
}
