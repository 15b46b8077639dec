package dev.pullable.threats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.app.WebhookApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/// The real application, and somebody who posts reviews to it.
final class Webhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConfigurableApplicationContext application;
  private final HttpClient client;

  /// @param settings such as `--pullable.cluster.mode=directory`
  Webhook(Path dir, String... settings) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(settings));
    arguments.add("--server.port=0");
    arguments.add("--management.server.port=0");
    arguments.add("--pullable.tls.mode=memory");
    arguments.add("--pullable.tls.ca-file=" + dir.resolve("ca.crt"));
    application = WebhookApplication.run(arguments.toArray(String[]::new));
    client = HttpClient.newBuilder().sslContext(trusting(dir.resolve("ca.crt"))).build();
  }

  /// One that knows the objects in a YAML file, and one registry on plain http.
  static Webhook ofDirectory(Path dir, String yaml, String registry, String... more)
      throws IOException {
    Files.writeString(Files.createDirectories(dir.resolve("cluster")).resolve("all.yaml"), yaml);
    List<String> settings = new ArrayList<>(Arrays.asList(more));
    settings.add("--pullable.cluster.mode=directory");
    settings.add("--pullable.cluster.directory=" + dir.resolve("cluster"));
    settings.add("--pullable.registries.plain-http=" + registry);
    return new Webhook(dir, settings.toArray(String[]::new));
  }

  private static SSLContext trusting(Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The response to the creation of a Pod.
  JsonNode review(String namespace, List<String> pullSecrets, List<String> images)
      throws IOException, InterruptedException {
    String body = post(namespace, pullSecrets, images);
    JsonNode response = JSON.readTree(body).path("response");
    if (!response.path("uid").asText().equals("u-1")) {
      throw new IOException(body);
    }
    return response;
  }

  /// The same, as its bytes came.
  String post(String namespace, List<String> pullSecrets, List<String> images)
      throws IOException, InterruptedException {
    var review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request");
    request.put("uid", "u-1").put("operation", "CREATE").put("namespace", namespace);
    var pod = request.putObject("object").put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", "web").put("namespace", namespace);
    var spec = pod.putObject("spec");
    var secrets = spec.putArray("imagePullSecrets");
    pullSecrets.forEach(name -> secrets.addObject().put("name", name));
    var containers = spec.putArray("containers");
    for (int i = 0; i < images.size(); i++) {
      containers.addObject().put("name", "c" + i).put("image", images.get(i));
    }
    HttpRequest post =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + port("server") + "/validate?timeout=30s"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)))
            .build();
    return client.send(post, BodyHandlers.ofString()).body();
  }

  String metrics() throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port("management") + "/actuator/prometheus");
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private int port(String server) {
    return application
        .getEnvironment()
        .getRequiredProperty("local." + server + ".port", Integer.class);
  }

  @Override
  public void close() {
    client.close();
    application.close();
  }
}
