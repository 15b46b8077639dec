package dev.pullable.app;

import dev.pullable.platform.Platform;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.springframework.context.ConfigurableApplicationContext;

/// The real application before a registry in memory, as its operators see it.
final class Observed implements AutoCloseable {
  static final String PASSWORD = "s3cr3t-Passw0rd";

  final TestRegistry registry = TestRegistry.start();
  private final ConfigurableApplicationContext application;
  private final SSLContext trust;
  private final HttpClient management = HttpClient.newHttpClient();

  Observed(Path dir, String... settings) throws IOException {
    registry.push("shop/web", "1.0", TestImages.index(Platform.of("linux", "amd64")));
    registry.push("shop/arm", "1.0", TestImages.image("linux", "arm64"));
    registry.push("private/app", "1.0", TestImages.index(Platform.of("linux", "amd64")));
    registry.auth("private", Auth.basic().user("demo", PASSWORD));
    registry.push("limited/web", "1.0", TestImages.image("linux", "amd64"));
    registry.fault("limited", Fault.tooManyRequests(Duration.ofMinutes(5)));
    Files.writeString(
        Files.createDirectories(dir.resolve("cluster")).resolve("all.yaml"),
        """
        apiVersion: v1
        kind: Node
        metadata: {name: a, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths":{"%s":{"username":"demo","password":"%s"}}}'
        """
            .formatted(registry.authority(), PASSWORD));
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    arguments.add("--pullable.cluster.mode=directory");
    arguments.add("--pullable.cluster.directory=" + dir.resolve("cluster"));
    arguments.add("--pullable.tls.ca-file=" + dir.resolve("ca.crt"));
    arguments.add("--pullable.registries.plain-http=" + registry.authority());
    application = WebhookApplication.run(arguments.toArray(String[]::new));
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  private int port(String server) {
    return application
        .getEnvironment()
        .getRequiredProperty("local." + server + ".port", Integer.class);
  }

  /// A review of each kind: two admitted, three warned, one denied for two images, one that is not
  /// understood, one with nothing to check, and one that is none.
  void reviewEach() throws IOException {
    review("shop/web:1.0");
    review("private/app:1.0");
    review("shop/arm:1.0");
    review("limited/web:1.0");
    post(pod("tenant-pod", "tenant-chosen.invalid:5001/tenant/chosen:1"));
    post(deployment(registry.authority() + "/shop/web:2.0", registry.authority() + "/shop/web:3"));
    post(pod("web", "a").replace("\"spec\": {", "\"spec\": {\"hostNetwork\": \"x\", "));
    post(pod("web", "a").replace("\"kind\": \"Pod\"", "\"kind\": \"TenantKind\""));
    post("{");
  }

  /// What the application is measured by.
  MeterRegistry meters() {
    return application.getBean(MeterRegistry.class);
  }

  /// Whom the application tells of registries.
  RegistryEvents registryEvents() {
    return application.getBean(RegistryEvents.class);
  }

  /// The answer to the creation of a Pod with the image and the secret `regcred`.
  ///
  /// @param image within the registry
  String review(String image) throws IOException {
    return post(pod("web", registry.authority() + "/" + image));
  }

  String post(String body) throws IOException {
    try (HttpsClient client = new HttpsClient(trust, port("server"))) {
      return client.review("?timeout=30s", body.getBytes(StandardCharsets.UTF_8)).body();
    }
  }

  static String pod(String name, String image) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "%s",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
        "spec": {"imagePullSecrets": [{"name": "regcred"}],
          "containers": [{"name": "c", "image": "%s"}]}},
      "oldObject": null}}
    """
        .formatted(name, name, image);
  }

  private static String deployment(String first, String second) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-2", "operation": "UPDATE", "namespace": "shop", "name": "web-deployment",
      "object": {"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web-deployment"},
        "spec": {"template": {"spec": {"containers": [
          {"name": "a", "image": "%s"}, {"name": "b", "image": "%s"}]}}}},
      "oldObject": null}}
    """
        .formatted(first, second);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port("management") + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return management.send(request, BodyHandlers.ofString());
  }

  Scrape scrape() throws IOException, InterruptedException {
    return new Scrape(get("/actuator/prometheus").body());
  }

  /// What the webhook's own port answers.
  int statusOnReviewPort(String path) throws IOException {
    try (HttpsClient client = new HttpsClient(trust, port("server"))) {
      return client.exchange("GET", path, "", new byte[0]).status();
    }
  }

  @Override
  public void close() {
    management.close();
    application.close();
    registry.close();
  }
}
