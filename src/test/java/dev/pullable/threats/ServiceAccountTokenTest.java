package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.LoggedRequest;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A3: the ServiceAccount's token, which the API server is shown with every request, and no
/// registry ever.
@EnableKubernetesMockClient(crud = true)
class ServiceAccountTokenTest {
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.s3rvice-acc0unt.t0ken";
  private static final int REQUESTS = 10_000;
  private static final int IMAGES = 80;

  @TempDir private Path dir;

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final Map<String, @Nullable String> before = new HashMap<>();

  /// What the client that the application makes finds, as it finds a token in a Pod.
  @BeforeEach
  void account() {
    set("kubernetes.master", server.url("/"));
    set("kubernetes.auth.token", TOKEN);
    set("kubernetes.trust.certificates", "true");
    set("kubernetes.auth.tryKubeConfig", "false");
  }

  private void set(String key, String value) {
    before.put(key, System.setProperty(key, value));
  }

  @AfterEach
  void restore() {
    before.forEach((key, value) -> {
      if (value == null) {
        System.clearProperty(key);
      } else {
        System.setProperty(key, value);
      }
    });
  }

  @Test
  void noRegistryEverSeesTheTokenOfTheServiceAccount() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      registry.push("private/app", "1.0", TestImages.image("linux", "amd64"));
      registry.auth("private", Auth.bearer().user("ana", "s3same"));
      objects(registry.authority());
      try (Webhook webhook =
          new Webhook(
              dir,
              "--pullable.lifecycle.drain=0s",
              "--pullable.registries.plain-http=" + registry.authority())) {
        String image = registry.authority() + "/private/app:1.0";
        JsonNode response = webhook.review("shop", List.of("regcred"), List.of(image));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("warnings")).as("%s", response).isFalse();
        for (int round = 0; registry.count() < REQUESTS && round < 1_000; round++) {
          webhook.review("shop", List.of("regcred"), images(registry.authority(), round));
        }
      }
      assertThat(registry.count()).isGreaterThanOrEqualTo(REQUESTS);
      assertThat(registry.requests()).noneMatch(ServiceAccountTokenTest::holdsTheToken);
      assertThat(registry.requests()).anyMatch(it -> it.authorization().isPresent());
    }
    assertThat(shownToTheApiServer()).contains("Bearer " + TOKEN);
  }

  private Set<String> shownToTheApiServer() throws InterruptedException {
    Set<String> shown = new HashSet<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.takeRequest(1, TimeUnit.SECONDS);
      if (request == null) {
        break;
      }
      shown.add(String.valueOf(request.getHeader("Authorization")));
    }
    return shown;
  }

  private static List<String> images(String registry, int round) {
    List<String> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.add(registry + "/private/app:missing-" + round + "-" + i);
    }
    return images;
  }

  private static boolean holdsTheToken(LoggedRequest request) {
    String all = request.line() + request.query() + request.headers().values() + request.form();
    return all.contains(TOKEN) || all.contains("s3rvice-acc0unt");
  }

  private void objects(String registry) {
    client
        .serviceAccounts()
        .inNamespace("shop")
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .create();
    client
        .secrets()
        .inNamespace("shop")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("regcred")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                // What the API server would make of stringData.
                .addToData(
                    ".dockerconfigjson",
                    Base64.getEncoder()
                        .encodeToString(
                            "{\"auths\":{\"%s\":{\"username\":\"ana\",\"password\":\"s3same\"}}}"
                                .formatted(registry)
                                .getBytes(StandardCharsets.UTF_8)))
                .build())
        .create();
  }
}
