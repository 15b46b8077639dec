package dev.pullable.install;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The manifests in a real cluster, and the webhook as they configure it: a process of this machine
/// that has the Deployment's environment and the ServiceAccount's token, and is called through the
/// Service.
final class Installation implements AutoCloseable {
  private static final Path KUBECONFIG = Path.of(System.getProperty("cluster.kubeconfig", ""));

  private static final String PROBE =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: probe, namespace: default}
      spec: {containers: [{name: c, image: "No Reference"}]}
      """;

  private final Kubectl kubectl = Kubectl.of(KUBECONFIG);
  private final Path directory;
  private final List<String> settings;
  private final int port;
  private final Path kustomization;
  private final Manifests manifests;
  private final ApiRecorder recorder;
  private @Nullable WebhookProcess webhook;

  private Installation(Path directory, List<String> settings, String overlay, String... components)
      throws IOException, GeneralSecurityException {
    this.directory = directory;
    this.settings = settings;
    this.port = freePort();
    String localhost =
        Files.readString(Path.of("src/test/resources/install/localhost.yaml"))
            .replace("PORT", Integer.toString(port));
    Path written = Path.of("target", "install", overlay);
    this.kustomization = Manifests.kustomization(written, localhost, overlay, components);
    this.manifests = Manifests.rendered(kustomization);
    Config config = Config.fromKubeconfig(KUBECONFIG.toFile());
    this.recorder = new ApiRecorder(URI.create(config.getMasterUrl()), trusting(config));
  }

  /// Installs an overlay, and returns once the webhook is asked.
  ///
  /// @param directory for files of the test
  /// @param settings the webhook's, beside those of the manifests, such as
  ///   `--pullable.registries.plain-http=…`
  static Installation of(
      Path directory, List<String> settings, String overlay, String... components)
      throws IOException, GeneralSecurityException {
    Installation installation = new Installation(directory, settings, overlay, components);
    try {
      installation.apply();
      installation.start();
    } catch (Throwable e) {
      installation.close();
      throw e;
    }
    return installation;
  }

  Kubectl kubectl() {
    return kubectl;
  }

  Manifests manifests() {
    return manifests;
  }

  /// What the webhook asked the API server so far.
  List<ApiCall> calls() {
    return recorder.calls();
  }

  /// Everything that the webhook logged since it started.
  String log() {
    return Objects.requireNonNull(webhook).log();
  }

  /// Starts the webhook after [#stop].
  void start() throws IOException {
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--server.port=" + port);
    arguments.add("--spring.config.additional-location=" + configuration().toUri());
    // A tag that is deleted is to be missed at once, not a minute later.
    arguments.add("--pullable.cache.tag=0s");
    webhook = WebhookProcess.start(environment(), arguments, freePort(), directory.resolve("log"));
    awaitArmed();
  }

  void stop() {
    if (webhook != null) {
      webhook.close();
    }
  }

  /// Nobody but the webhook itself writes `caBundle`.
  void awaitArmed() {
    // A changed configuration takes a moment to be known to kube-apiserver.
    await("a review")
        .atMost(Duration.ofSeconds(20))
        .until(() -> create(PROBE, "--dry-run=server").printed().contains("[InvalidReference]"));
  }

  /// Applies the manifests once more, as an upgrade does.
  String apply() {
    return kubectl.run("apply", "-k", kustomization.toString()).successfully();
  }

  /// `kubectl create -f -`.
  Kubectl.Ran create(String yaml, String... more) {
    List<String> arguments = new ArrayList<>(List.of("create", "-f", "-"));
    arguments.addAll(List.of(more));
    return kubectl.with(yaml, arguments.toArray(String[]::new));
  }

  private Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(manifests.environment());
    // Nobody follows the readiness of this process.
    environment.put("PULLABLE_LIFECYCLE_DRAIN", "0s");
    environment.put("KUBECONFIG", kubeconfig().toString());
    return environment;
  }

  private Path configuration() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("config"));
    for (var file : manifests.only(ConfigMap.class).getData().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /// One with the token of the ServiceAccount, as its Pods get it.
  private Path kubeconfig() throws IOException {
    String answer =
        kubectl
            .with(
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
                """,
                "create",
                "--raw",
                "/api/v1/namespaces/pullable/serviceaccounts/pullable/token",
                "-f",
                "-")
            .successfully();
    String token = answer.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """;
    return Files.writeString(
        directory.resolve("kubeconfig"), text.formatted(recorder.uri(), token));
  }

  private static SSLContext trusting(Config config) throws IOException, GeneralSecurityException {
    byte[] pem = Base64.getDecoder().decode(config.getCaCertData());
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /// Below those that connections get by themselves, one of which may take it in the meantime.
  private static int freePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  /// Removes all of it, and waits until the next can be installed.
  @Override
  public void close() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(this::stop);
    steps.add(recorder::close);
    steps.add(() ->
        kubectl.run("delete", "-k", kustomization.toString(), "--ignore-not-found").successfully());
    steps.forEach(Runnable::run);
  }
}
