import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Trains the AOT cache: runs the webhook that its arguments start, lets it answer reviews whose
/// images are in a registry of this process, and stops it. A wrong answer ends with an exception,
/// since a cache of something else's classes would slow the start down.
class Training {
  private static final int REVIEWS = 500;
  private static final Duration START = Duration.ofMinutes(2);
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String AUTH = Base64.getEncoder().encodeToString("user:password".getBytes());

  private final String image;
  private final byte[] index;

  private Training(String image) {
    this.image = image;
    this.index =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s, %s]}
        """
            .formatted(INDEX, descriptor("amd64"), descriptor("arm64"))
            .getBytes();
  }

  private static String descriptor(String architecture) {
    return """
    {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 500,
     "digest": "%s", "platform": {"os": "linux", "architecture": "%s"}}
    """
        .formatted(digest(architecture.getBytes()), architecture);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static void main(String[] command) throws Exception {
    HttpServer registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    String authority = "127.0.0.1:" + registry.getAddress().getPort();
    Training training = new Training(authority + "/shop/web");
    registry.createContext("/v2/", training::answer);
    registry.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    registry.start();
    Path dir = Files.createTempDirectory("training");
    try {
      training.run(List.of(command), authority, dir);
    } finally {
      registry.stop(0);
      for (Path file : List.of(dir.resolve("cluster/cluster.yaml"), dir.resolve("cluster"))) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(dir.resolve("ca.crt"));
      Files.delete(dir);
    }
  }

  private void run(List<String> command, String authority, Path dir) throws Exception {
    Files.createDirectory(dir.resolve("cluster"));
    Files.writeString(dir.resolve("cluster/cluster.yaml"), cluster(authority));
    int port = freePort();
    int management = freePort();
    List<String> serve = new ArrayList<>(command);
    serve.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=" + management,
            "--management.server.ssl.enabled=false",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.registries.plain-http=" + authority,
            "--pullable.registries.allowed-addresses=127.0.0.1",
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt")));
    Process webhook = new ProcessBuilder(serve).inheritIO().start();
    try {
      awaitReady(webhook, management);
      review(URI.create("https://localhost:" + port + "/validate?timeout=30s"), dir);
      webhook.destroy();
      if (!webhook.waitFor(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the webhook does not end");
      }
    } finally {
      webhook.destroyForcibly();
    }
  }

  private void review(URI uri, Path dir) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(dir)).build()) {
      for (int i = 0; i < REVIEWS; i++) {
        expect(client, uri, "shop", image + ":1.0", "\"allowed\":true");
        expect(client, uri, "shop", image + ":missing", "\"allowed\":false");
        if (i % 100 == 0) {
          expect(client, uri, "other", image + ":1.0", "\"allowed\":false");
          expect(client, uri, "shop", "127.0.0.1:1/shop/web:1.0", "\"warnings\":[\"");
        }
      }
    }
  }

  private static void expect(
      HttpClient client, URI uri, String namespace, String image, String expected)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(deployment(namespace, image)))
            .build();
    HttpResponse<String> response = send(client, request);
    if (!response.body().contains(expected)) {
      throw new IllegalStateException(image + ": " + response.statusCode() + response.body());
    }
  }

  /// Again where the connection was lost: a builder may be so busy that the webhook gives up on it.
  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws Exception {
    for (int left = 2; ; left--) {
      try {
        return client.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  /// The registry: one image behind basic authentication.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (!("Basic " + AUTH).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"registry\"");
        send(exchange, 401, "application/json", error("UNAUTHORIZED"), head);
      } else if (path.endsWith("/tags/list")) {
        byte[] tags = "{\"name\": \"shop/web\", \"tags\": [\"1.0\"]}".getBytes();
        send(exchange, 200, "application/json", tags, head);
      } else if (path.endsWith("/1.0") || path.endsWith(digest(index))) {
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest(index));
        send(exchange, 200, INDEX, index, head);
      } else {
        send(exchange, 404, "application/json", error("MANIFEST_UNKNOWN"), head);
      }
    }
  }

  private static byte[] error(String code) {
    return "{\"errors\": [{\"code\": \"%s\", \"message\": \"%s\"}]}"
        .formatted(code, code)
        .getBytes();
  }

  private static void send(
      HttpExchange exchange, int status, String type, byte[] body, boolean head)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static String deployment(String namespace, String image) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "0df28fbd-5f5f-11e8-bc74-36e6bb280816", "operation": "CREATE",
      "kind": {"group": "apps", "version": "v1", "kind": "Deployment"},
      "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
      "name": "web", "namespace": "%s", "userInfo": {"username": "system:admin"},
      "object": {"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "%s", "labels": {"app": "web"}},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": {
          "metadata": {"labels": {"app": "web"}},
          "spec": {"imagePullSecrets": [{"name": "registry"}],
            "containers": [{"name": "web", "image": "%s", "imagePullPolicy": "Always",
              "ports": [{"containerPort": 8080}],
              "resources": {"limits": {"memory": "64Mi"}}}]}}}}}}
    """
        .formatted(namespace, namespace, image);
  }

  private static String cluster(String authority) {
    String config = "{\"auths\":{\"" + authority + "\":{\"auth\":\"" + AUTH + "\"}}}";
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: node-1, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
    status: {nodeInfo: {operatingSystem: linux, architecture: amd64}}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: default, namespace: shop}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: default, namespace: other}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: registry, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    data: {.dockerconfigjson: %s}
    """
        .formatted(Base64.getEncoder().encodeToString(config.getBytes()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Process webhook, int management) throws Exception {
    URI readiness = URI.create("http://localhost:" + management + "/actuator/health/readiness");
    long end = System.nanoTime() + START.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < end && webhook.isAlive()) {
        try {
          HttpRequest request = HttpRequest.newBuilder(readiness).build();
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not yet.
        }
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the webhook does not get ready");
  }

  private static SSLContext trusting(Path dir) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var pem = Files.newInputStream(dir.resolve("ca.crt"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
