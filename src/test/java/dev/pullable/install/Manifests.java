package dev.pullable.install;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The objects that `kubectl kustomize` makes of a directory.
record Manifests(String yaml, List<HasMetadata> objects) {
  static final Path OVERLAYS = Path.of("manifests", "overlays");
  static final Path COMPONENTS = Path.of("manifests", "components");

  static Manifests rendered(Path directory) {
    String yaml = Kubectl.offline().run("kustomize", directory.toString()).successfully();
    List<HasMetadata> objects = new ArrayList<>();
    KubernetesSerialization serialization = new KubernetesSerialization();
    for (String document : yaml.split("(?m)^---$", -1)) {
      HasMetadata object = serialization.unmarshal(document);
      objects.addAll(object instanceof KubernetesList ? List.of() : List.of(object));
    }
    return new Manifests(yaml, List.copyOf(objects));
  }

  /// An overlay with components, as somebody would write it who installs them.
  ///
  /// @param directory where its kustomization is written, two levels below the project
  static Manifests rendered(Path directory, String overlay, String... components) {
    return rendered(kustomization(directory, "", overlay, components));
  }

  /// Writes a kustomization of an overlay and components.
  ///
  /// @param more what else stands in it
  static Path kustomization(Path directory, String more, String overlay, String... components) {
    StringBuilder text =
        new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
    text.append("resources: [")
        .append(relative(directory, OVERLAYS.resolve(overlay)))
        .append("]\n");
    List<String> paths = new ArrayList<>();
    for (String component : components) {
      paths.add(relative(directory, COMPONENTS.resolve(component)));
    }
    text.append("components: ").append(paths).append('\n').append(more);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("kustomization.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /// Kustomize takes no absolute paths.
  private static String relative(Path directory, Path target) {
    return directory.toAbsolutePath().relativize(target.toAbsolutePath()).toString();
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The only object of its type.
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type.getSimpleName() + " in:\n" + yaml);
    }
    return found.getFirst();
  }

  /// The only webhook that is registered.
  ValidatingWebhook webhook() {
    return single(only(ValidatingWebhookConfiguration.class).getWebhooks());
  }

  /// What the Deployment's Pods are.
  PodSpec pod() {
    return only(Deployment.class).getSpec().getTemplate().getSpec();
  }

  /// What the only container is given.
  Map<String, String> environment() {
    return single(pod().getContainers()).getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static <T> T single(List<T> list) {
    if (list.size() != 1) {
      throw new AssertionError("one was expected: " + list);
    }
    return list.getFirst();
  }
}
