package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The real application with the nodes' docker config and a credential provider plugin.
class NodeCredentialsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  private final TestRegistry registry = TestRegistry.start();
  private ConfigurableApplicationContext application;

  @BeforeEach
  void start() throws IOException {
    for (String repository : new String[] {"of-node", "of-plugin", "of-nobody", "broken"}) {
      registry.push(repository, "1.0", TestImages.image("linux", "amd64"));
      registry.auth(repository, Auth.basic().user(repository, "right"));
    }
    Files.createDirectory(dir.resolve("cluster"));
    Files.createDirectory(dir.resolve("plugins"));
    dockerConfig("right");
    plugin("answering", "sed 's/PASSWORD/'$WORD'/' " + dir.resolve("response.json"));
    plugin("failing", "exit 1");
    response();
    Files.writeString(
        dir.resolve("providers.yaml"),
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
        """
            + provider("answering", "of-plugin")
            + provider("failing", "broken"));
    application =
        WebhookApplication.run(
            "--server.port=0",
            "--management.server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + dir.resolve("cluster"),
            "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
            "--pullable.registries.plain-http=" + registry.authority(),
            "--pullable.nodes.docker-config=" + dir.resolve("config.json"),
            "--pullable.nodes.credential-provider-config=" + dir.resolve("providers.yaml"),
            "--pullable.nodes.credential-provider-bin-dir=" + dir.resolve("plugins"),
            "--pullable.nodes.credential-provider-environment[WORD]=right",
            "--pullable.nodes.credential-provider-environment[PATH]=/usr/bin:/bin");
  }

  @AfterEach
  void stop() {
    application.close();
    registry.close();
  }

  private void dockerConfig(String password) throws IOException {
    Files.writeString(dir.resolve("config.json"), "{\"auths\":" + auth("of-node", password) + "}");
  }

  private void response() throws IOException {
    Files.writeString(
        dir.resolve("response.json"),
        "{\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\","
            + "\"kind\":\"CredentialProviderResponse\",\"cacheKeyType\":\"Image\",\"auth\":"
            + auth("of-plugin", "PASSWORD")
            + "}");
  }

  private String auth(String repository, String password) {
    return "{\"%s/%s\":{\"username\":\"%s\",\"password\":\"%s\"}}"
        .formatted(registry.authority(), repository, repository, password);
  }

  private void plugin(String name, String command) throws IOException {
    Path script = dir.resolve("plugins").resolve(name);
    Files.writeString(script, "#!/bin/sh\ncat > /dev/null\n" + command + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private String provider(String name, String repository) {
    return """
    - name: %s
      apiVersion: credentialprovider.kubelet.k8s.io/v1
      matchImages: ["%s/%s"]
      defaultCacheDuration: 1h
    """
        .formatted(name, registry.authority(), repository);
  }

  @Test
  void privateImagesAreAdmittedWithTheNodesCredentials() throws IOException {
    for (String repository : new String[] {"of-node", "of-plugin"}) {
      JsonNode response = review(repository + ":1.0");
      assertThat(response.path("allowed").asBoolean()).as("%s", response).isTrue();
      assertThat(response.has("warnings")).as("%s", response).isFalse();
    }
    assertThat(review("of-nobody:1.0").path("status").path("message").asText())
        .contains("no pull secret applies");
  }

  @Test
  void whatThePluginWouldSayIsDoubtWhereItFails() throws IOException {
    JsonNode response = review("broken:1.0");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings").toString())
        .contains("credential provider plugin failing ended with exit code 1");
  }

  @Test
  void theNodesCredentialsAreNotCalledAPullSecret() throws IOException {
    registry.auth("of-node", Auth.basic().user("of-node", "renewed"));
    registry.auth("of-plugin", Auth.basic().user("of-plugin", "renewed"));
    assertThat(review("of-node:1.0").path("status").path("message").asText())
        .contains("the nodes' docker config is rejected", "[NodeCredentialsRejected]");
    assertThat(review("of-plugin:1.0").path("status").path("message").asText())
        .contains("the nodes' credential provider plugin answering is rejected");
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
         "spec":{"containers":[{"name":"c","image":"%s/%s"}]}}}}
        """
            .formatted(registry.authority(), image);
    try (HttpsClient client = new HttpsClient(HttpsClient.trusting(dir.resolve("ca.crt")), port)) {
      return JSON.readTree(
              client.review("?timeout=10s", body.getBytes(StandardCharsets.UTF_8)).body())
          .path("response");
    }
  }
}
