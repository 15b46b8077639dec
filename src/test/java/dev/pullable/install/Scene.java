package dev.pullable.install;

import static org.awaitility.Awaitility.await;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An installation with what it is tried on: a registry, an amd64 Node, and namespaces that are
/// gone when the test is.
final class Scene implements AutoCloseable {
  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: pullable-it-amd64
        labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}
      """;

  final TestRegistry registry = TestRegistry.start();
  final Installation installation;
  private final List<String> namespaces = new ArrayList<>();

  private Scene(
      Path directory,
      Function<TestRegistry, List<String>> settings,
      String overlay,
      String... components)
      throws IOException, GeneralSecurityException {
    Platform amd64 = Platform.of("linux", "amd64");
    registry.push("shop/web", "1.0", TestImages.index(amd64));
    registry.push("shop/web", "1.1", TestImages.index(amd64));
    registry.push("shop/arm", "1.0", TestImages.index(Platform.of("linux", "arm64")));
    registry.auth("private", Auth.basic().user("robot", "s3cr3t"));
    registry.push("private/app", "1.0", TestImages.index(amd64));
    List<String> all = new ArrayList<>(settings.apply(registry));
    all.add("--pullable.registries.plain-http=" + registry.authority());
    installation = Installation.of(directory, all, overlay, components);
    installation.create(NODE).successfully();
  }

  static Scene of(Path directory, String overlay, String... components)
      throws IOException, GeneralSecurityException {
    return new Scene(directory, _ -> List.of(), overlay, components);
  }

  /// @param settings more of the webhook's, made once the registry is there
  static Scene of(Path directory, Function<TestRegistry, List<String>> settings, String overlay)
      throws IOException, GeneralSecurityException {
    return new Scene(directory, settings, overlay);
  }

  String image(String repository) {
    return registry.authority() + "/" + repository;
  }

  /// A namespace, once it has its ServiceAccount.
  String namespace(String name) {
    kubectl("create", "namespace", name).successfully();
    namespaces.add(name);
    await("the ServiceAccount of " + name)
        .atMost(Duration.ofSeconds(30))
        .until(() -> kubectl("get", "serviceaccount", "default", "-n", name).code() == 0);
    return name;
  }

  /// The secret regcred, with the right password.
  void pullSecret(String namespace) {
    kubectl(
            "create",
            "secret",
            "docker-registry",
            "regcred",
            "-n",
            namespace,
            "--docker-server=" + registry.authority(),
            "--docker-username=robot",
            "--docker-password=s3cr3t")
        .successfully();
  }

  Kubectl.Ran kubectl(String... arguments) {
    return installation.kubectl().run(arguments);
  }

  /// What `kubectl create -f -` prints.
  String create(String yaml, String... more) {
    return installation.create(yaml, more).printed();
  }

  String pod(String namespace, String image, String... specMembers) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: %s}
    spec:
      containers: [{name: web, image: "%s"}]
      %s
    """
        .formatted(namespace, image, String.join("\n  ", specMembers));
  }

  String deployment(String namespace, String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: %s}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "%s"}]
    """
        .formatted(namespace, image);
  }

  @Override
  public void close() {
    // The Pods have no kubelet that would confirm their end.
    namespaces.forEach(name ->
        kubectl(
            "delete", "pods", "--all", "-n", name, "--force", "--grace-period=0", "--wait=false"));
    for (String name : namespaces) {
      kubectl("delete", "namespace", name, "--wait=false", "--ignore-not-found");
    }
    kubectl("delete", "node", "pullable-it-amd64", "--ignore-not-found");
    installation.close();
    registry.close();
  }
}
