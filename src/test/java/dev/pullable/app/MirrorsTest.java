package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The real application with the nodes' `certs.d`, and mirrors that are not in it.
class MirrorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  private final TestRegistry mirror = TestRegistry.start();
  private final TestRegistry origin = TestRegistry.start();
  private ConfigurableApplicationContext application;

  @BeforeEach
  void start() throws IOException {
    mirror.push("app", "1.0", TestImages.image("linux", "amd64"));
    Files.createDirectory(dir.resolve("cluster"));
    Files.createDirectories(dir.resolve("certs.d/reg.example.com"));
    Files.writeString(
        dir.resolve("certs.d/reg.example.com/hosts.toml"),
        "server = \"%s\"\n[host.\"%s\"]\n".formatted(origin.uri(), mirror.uri()));
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.nodes.certs-d=" + dir.resolve("certs.d"),
            "--pullable.nodes.undeclared-mirrors=true");
  }

  @AfterEach
  void stop() {
    application.close();
    mirror.close();
    origin.close();
  }

  @Test
  void anImageOfAMirrorIsAdmitted() throws IOException {
    JsonNode response = review("app:1.0");
    assertThat(response.path("allowed").asBoolean()).as("%s", response).isTrue();
    assertThat(response.has("warnings")).as("%s", response).isFalse();
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void whatNoKnownHostHasIsAdmittedWithAWarning() throws IOException {
    JsonNode response = review("app:2.0");
    assertThat(response.path("allowed").asBoolean()).as("%s", response).isTrue();
    assertThat(response.path("warnings").toString())
        .contains(
            "unless the nodes ask other hosts (they may have mirrors that are not declared here)");
    assertThat(origin.requests()).isNotEmpty();
  }

  @Test
  void theMirrorThatFailsIsNamed() throws IOException {
    mirror.fault("", Fault.status(503));
    assertThat(review("app:2.0").path("warnings").toString())
        .contains(mirror.authority() + " (for reg.example.com) answers with status 503");
  }

  private JsonNode review(String image) throws IOException {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String body =
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",
         "kind":{"group":"","version":"v1","kind":"Pod"},
         "resource":{"group":"","version":"v1","resource":"pods"},
         "namespace":"shop","operation":"CREATE","object":{"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"web","namespace":"shop"},
         "spec":{"containers":[{"name":"c","image":"reg.example.com/%s"}]}}}}
        """
            .formatted(image);
    try (HttpsClient client = new HttpsClient(HttpsClient.trusting(dir.resolve("ca.crt")), port)) {
      return JSON.readTree(
              client.review("?timeout=10s", body.getBytes(StandardCharsets.UTF_8)).body())
          .path("response");
    }
  }
}
