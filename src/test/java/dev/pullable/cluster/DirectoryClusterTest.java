package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets.SecretAnswer;
import dev.pullable.credential.PullSecrets.ServiceAccountAnswer;
import dev.pullable.deadline.Deadline;
import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.manifest.KubernetesManifestReader;
import dev.pullable.manifest.UnreadableManifestException;
import dev.pullable.platform.Node;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.platform.Toleration;
import dev.pullable.yaml.BoundedYaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DirectoryClusterTest {
  private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));

  @TempDir private Path directory;

  @Test
  void secretsAreFoundByNamespaceAndName() throws Exception {
    write(
        "any-name.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: team}
        type: kubernetes.io/dockerconfigjson
        data:
          .dockerconfigjson: |
            e30
            =
          other: not kept
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: plain}
        stringData: {.dockercfg: '{"a":1}', other: x}
        data: {.dockercfg: e30=}
        """);

    PullSecret secret = secret("team", "regcred");
    assertThat(secret.type()).isEqualTo("kubernetes.io/dockerconfigjson");
    assertThat(secret.data()).containsOnlyKeys(".dockerconfigjson");
    assertThat(secret.data().get(".dockerconfigjson")).isEqualTo("{}".getBytes(UTF_8));
    PullSecret plain = secret("default", "plain");
    assertThat(plain.type()).isEqualTo("Opaque");
    assertThat(plain.data().get(".dockercfg")).isEqualTo("{\"a\":1}".getBytes(UTF_8));
    assertThat(cluster().secret("other", "regcred", DEADLINE))
        .isEqualTo(new SecretAnswer.Missing());
  }

  @Test
  void serviceAccountsAreFoundAndDefaultIsAlwaysThere() throws Exception {
    write(
        "a.yml",
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: builder, namespace: team}
        imagePullSecrets: [{name: b}, {}, {name: a}]
        """);
    DirectoryCluster cluster = cluster();

    assertThat(cluster.serviceAccount("team", "builder", DEADLINE))
        .isEqualTo(new ServiceAccountAnswer.Found(List.of("b", "", "a")));
    assertThat(cluster.serviceAccount("team", "default", DEADLINE))
        .isEqualTo(new ServiceAccountAnswer.Found(List.of()));
    assertThat(cluster.serviceAccount("other", "builder", DEADLINE))
        .isEqualTo(new ServiceAccountAnswer.Missing());
  }

  @Test
  void aDefaultServiceAccountThatIsWrittenCounts() throws Exception {
    write(
        "a.yaml",
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: team}
        imagePullSecrets: [{name: regcred}]
        """);

    assertThat(cluster().serviceAccount("team", "default", DEADLINE))
        .isEqualTo(new ServiceAccountAnswer.Found(List.of("regcred")));
  }

  @Test
  void nodesAndRuntimeClassesAreFound() throws Exception {
    write(
        "sub/nodes.json",
        """
        {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [
          {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1",
            "creationTimestamp": null, "labels": {"kubernetes.io/os": "linux",
            "kubernetes.io/arch": "arm64", "empty": ""}},
            "status": {"images": [{"names": ["nginx:1"], "sizeBytes": 5}]}},
          {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n2"}}
        ]}
        """);
    write(
        "rc.yaml",
        """
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: gvisor}
        handler: runsc
        scheduling:
          nodeSelector: {sandbox: 'yes'}
          tolerations: [{key: sandbox, operator: Exists, effect: NoSchedule}]
        """);
    DirectoryCluster cluster = cluster();

    assertThat(cluster.nodes()).extracting(Node::name).containsExactly("n1", "n2");
    assertThat(cluster.nodes().getFirst().platform()).isEqualTo(Platform.of("linux", "arm64"));
    assertThat(cluster.nodes().getFirst().images()).containsExactly("nginx:1");
    assertThat(cluster.runtimeClass("gvisor"))
        .contains(
            new RuntimeClassScheduling(
                Map.of("sandbox", "yes"),
                List.of(new Toleration("sandbox", "Exists", "", "NoSchedule"))));
    assertThat(cluster.runtimeClass("none")).isEmpty();
  }

  @Test
  void aTypedListSaysWhatItsItemsAre() throws Exception {
    write(
        "a.yaml",
        """
        apiVersion: v1
        kind: SecretList
        items:
        - metadata: {name: a, namespace: team}
          type: kubernetes.io/dockercfg
        """);

    assertThat(secret("team", "a").type()).isEqualTo("kubernetes.io/dockercfg");
  }

  @Test
  void otherKindsEmptyDocumentsAndOtherFilesArePassedOver() throws Exception {
    write("a.yaml", "---\n---\n# nothing\n---\napiVersion: v1\nkind: Service\n---\n");
    write("b.yaml", "");
    write("c.yaml", "apiVersion: example.com/v1\nkind: Secret\n");
    write("d.txt", "not: [yaml");
    write(".hidden.yaml", "not: [yaml");
    write("..data/e.yaml", "not: [yaml");

    assertThat(cluster().nodes()).isEmpty();
  }

  @Test
  void theLaterOfTwoCounts() throws Exception {
    String secret = "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: %s}\n";
    write("b.yaml", secret.formatted("second") + "---\n" + secret.formatted("third"));
    write("a.yaml", secret.formatted("first"));

    assertThat(secret("default", "a").type()).isEqualTo("third");
  }

  @Test
  void aDirectoryMayBeALink() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.writeString(real.resolve("a.yaml"), "{apiVersion: v1, kind: Node, metadata: {name: a}}");
    Files.createSymbolicLink(real.resolve("loop"), real);
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);

    assertThat(DirectoryCluster.read(link).nodes()).hasSize(1);
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> DirectoryCluster.read(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1                                | document 2: not YAML: expected ',' or ']'",
        "kind: Secret                         | document 2: it has no apiVersion",
        "apiVersion: v1                       | document 2: it has no kind",
        "{apiVersion: v1, kind: 5}            | document 2: it has no kind",
        "hunter2                              | document 2: not an object",
        "[hunter2]                            | document 2: not an object",
        "{apiVersion: v1, kind: Secret}       | document 2: it has no metadata.name",
        "{apiVersion: v1, kind: List, items: [{kind: hunter2}]} | document 2, item 1: it has no api",
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: hunter2} | valid Secret, see data",
        "{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {taints: [1]}} | see spec.taints.0",
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {.dockercfg: hunter2}} | base64",
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {.dockercfg: '****'}} | base64",
        "'{apiVersion: v1, kind: Secret, kind: Node}' | duplicate key kind (line 4, column",
        "a: !!int hunter2                     | what it is marked as",
        "a: !!float hunter2                   | what it is marked as",
        "a: *none                             | undefined alias none",
        "a: &a {b: *a}                        | ",
        "a: !java/object hunter2              | not YAML"
      })
  void whatCannotBeReadIsNamedAndNotQuoted(String document, String problem) throws Exception {
    write("bad.yaml", "apiVersion: v1\nkind: Any\n---\n" + document + "\n");

    assertThatThrownBy(this::cluster)
        .isInstanceOf(UnreadableManifestException.class)
        .hasMessageStartingWith(directory.toRealPath().resolve("bad.yaml") + ", document 2")
        .hasMessageContaining(problem == null ? "" : problem)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void bytesThatAreNotTextAreAnError() throws Exception {
    Files.write(directory.resolve("a.yaml"), new byte[] {(byte) 0xC3, 0x28, 0x00, 0x01});

    assertThatThrownBy(this::cluster).isInstanceOf(UnreadableManifestException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 30})
  void anAliasBombIsRefused(int width) throws Exception {
    StringBuilder bomb = new StringBuilder("apiVersion: v1\nkind: Secret\na0: &a0 [x, x]\n");
    for (int i = 1; i <= 98 / width; i++) {
      String aliases = ("*a" + (i - 1) + ", ").repeat(width);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, aliases.substring(0, aliases.length() - 2)));
    }
    bomb.append("data: *a1\n");
    write("a.yaml", bomb.toString());

    if (width == 30) {
      // 30 to the third is no bomb; what it is not, is a Secret.
      assertThatThrownBy(this::cluster).hasMessageContaining("not a valid Secret");
    } else {
      assertThatThrownBy(this::cluster).hasMessageContaining("too large or too deep");
    }
  }

  @Test
  void aliasesThatAreNoBombAreRead() throws Exception {
    write(
        "a.yaml",
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n1, labels: &l {x: y}, annotations: *l}
        """);

    assertThat(cluster().nodes().getFirst().labels()).isEqualTo(Map.of("x", "y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[&a "})
  void deepNestingIsRefused(String open) throws Exception {
    write("a.yaml", open.repeat(100_000));

    assertThatThrownBy(this::cluster)
        .isInstanceOf(UnreadableManifestException.class)
        .hasMessageContaining("nested more than 100 levels");
  }

  @Test
  void aNumberOfVeryManyDigitsIsRefused() throws Exception {
    write("a.yaml", "a: " + "9".repeat(5_000_000));
    assertThatThrownBy(this::cluster).hasMessageContaining("more than 400 digits");

    write("a.yaml", "a: 0x" + "f".repeat(5_000_000));
    assertThatThrownBy(this::cluster).hasMessageContaining("more than 400 digits");

    write("a.yaml", "a: -" + "9".repeat(5_000_000));
    assertThatThrownBy(this::cluster).hasMessageContaining("more than 400 digits");
  }

  @Test
  void aLongHexadecimalTextIsNoNumber() throws Exception {
    write(
        "a.yaml",
        "{apiVersion: v1, kind: Node, metadata: {name: a, labels: {x: %s}}}"
            .formatted("ab01".repeat(500)));

    assertThat(cluster().nodes()).hasSize(1);
  }

  @Test
  void aHugeFileIsRefused() throws Exception {
    write("a.yaml", "#".repeat(BoundedYaml.MAX_BYTES + 1));

    assertThatThrownBy(this::cluster).hasMessageContaining("a.yaml: it has more than");
  }

  @Test
  void aLongLineIsReadInTime() throws Exception {
    write("a.yaml", "#".repeat(BoundedYaml.MAX_BYTES));
    assertThat(cluster().nodes()).isEmpty();

    write("a.yaml", "a".repeat(BoundedYaml.MAX_BYTES));
    assertThatThrownBy(this::cluster).hasMessageContaining("not an object");

    write("a.yaml", "'" + "a".repeat(BoundedYaml.MAX_BYTES - 2) + "'");
    assertThatThrownBy(this::cluster).hasMessageContaining("not an object");
  }

  @Test
  void manyLargeFilesAreRefused() throws Exception {
    for (int i = 0; i < 5; i++) {
      write(i + ".yaml", "#".repeat(BoundedYaml.MAX_BYTES));
    }

    assertThatThrownBy(this::cluster).hasMessageContaining("files have more than");
  }

  @Test
  void manifestsAreOfTheirModelsClass() throws Exception {
    write("a.yaml", "{apiVersion: apps/v1, kind: Deployment}\n---\n{apiVersion: x/v1, kind: Y}");
    List<KubernetesManifest> manifests =
        KubernetesManifestReader.readFile(directory.resolve("a.yaml"));

    assertThat(manifests.get(0).object()).isInstanceOf(Deployment.class);
    assertThat(manifests.get(1).object()).isInstanceOf(GenericKubernetesResource.class);
    assertThat(manifests.get(1))
        .hasToString("KubernetesManifest[Y, " + manifests.get(1).source() + "]");
  }

  private PullSecret secret(String namespace, String name) throws IOException {
    return ((SecretAnswer.Found) cluster().secret(namespace, name, DEADLINE)).secret();
  }

  private DirectoryCluster cluster() throws IOException {
    return DirectoryCluster.read(directory);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
