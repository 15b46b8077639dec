package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.policy.Level;
import dev.pullable.policy.NamespaceMarks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is watched for the sake of the policy.
@EnableKubernetesMockClient(crud = true)
class ClusterNamespacesTest {
  private KubernetesClient client;

  @TempDir private Path directory;

  private static Namespace namespace(String name, String enforce) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("pullable.dev/enforce", enforce)
        .addToLabels("team", "a")
        .addToAnnotations("pullable.dev/exempt-images", "reg.io/**")
        .endMetadata()
        .build();
  }

  private static Optional<Level> enforced(ClusterNamespaces namespaces, String name) {
    return namespaces.marks(name).flatMap(NamespaceMarks::enforce);
  }

  @Test
  void labelsComeChangeAndGo() {
    client.resource(namespace("shop", "pinned")).create();
    try (ClusterNamespaces namespaces = new ClusterNamespaces(client)) {
      assertThat(namespaces.marks("shop")).isEmpty();
      assertThat(namespaces.synced()).isFalse();

      namespaces.start();
      await().until(namespaces::synced);
      assertThat(enforced(namespaces, "shop")).contains(Level.PINNED);
      assertThat(namespaces.marks("shop").orElseThrow().exemptImages().contain("reg.io/a/b"))
          .isTrue();

      client.resource(namespace("shop", "off")).update();
      await().until(() -> enforced(namespaces, "shop").equals(Optional.of(Level.OFF)));

      client.namespaces().withName("shop").delete();
      await().until(() -> namespaces.marks("shop").isEmpty());
    }
  }

  @Test
  void namespacesInFilesAreRead() throws Exception {
    Files.writeString(
        directory.resolve("all.yaml"),
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {pullable.dev/enforce: tagged}}
        """);

    DirectoryCluster cluster = DirectoryCluster.read(directory);

    assertThat(cluster.marks("shop").orElseThrow().enforce()).contains(Level.TAGGED);
    assertThat(cluster.marks("other")).isEmpty();
  }

  private static ConfigMap policy(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("pullable")
        .endMetadata()
        .withData(data)
        .build();
  }

  @Test
  void aConfigMapIsPassedOnWheneverItChanges() {
    AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.of("nothing yet"));
    try (WatchedConfigMap watched =
        new WatchedConfigMap(client, "pullable", "pullable-policy", "policy.yaml", seen::set)) {
      watched.start();
      await().until(watched::synced);

      client.resource(policy("other", Map.of("policy.yaml", "other"))).create();
      client.resource(policy("pullable-policy", Map.of("policy.yaml", "one"))).create();
      await().until(() -> seen.get().equals(Optional.of("one")));

      client.resource(policy("pullable-policy", Map.of("policy.yaml", "two"))).update();
      await().until(() -> seen.get().equals(Optional.of("two")));

      client.resource(policy("pullable-policy", Map.of("elsewhere", "three"))).update();
      await().until(() -> seen.get().isEmpty());

      client.resource(policy("pullable-policy", Map.of("policy.yaml", "four"))).update();
      await().until(() -> seen.get().equals(Optional.of("four")));
      client.configMaps().inNamespace("pullable").withName("pullable-policy").delete();
      await().until(() -> seen.get().isEmpty());
    }
  }
}
