package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A4: tenant B names the private image of tenant A, alone and while A itself is reviewed. The
/// whole application, with all that it keeps and shares.
class TenantsTest {
  private static final int TRIES = 1_000;
  private static final int ALONE = 100;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"basic", "bearer"})
  void nobodyIsLetInOnAnothersCredential(String scheme) throws Exception {
    Auth auth = scheme.equals("basic") ? Auth.basic() : Auth.bearer();
    try (TestRegistry registry = TestRegistry.start()) {
      registry.push("private/app", "1.0", TestImages.image("linux", "amd64"));
      registry.auth("private", auth.user("ana", "s3same"));
      String image = registry.authority() + "/private/app:1.0";
      try (Webhook webhook =
          Webhook.ofDirectory(dir, secretOfA(registry.authority()), registry.authority())) {
        assertThat(denied(webhook.review("b", List.of("regcred"), List.of(image)))).isTrue();
        assertThat(denied(webhook.review("a", List.of("regcred"), List.of(image)))).isFalse();
        for (int i = 0; i < ALONE; i++) {
          assertThat(denied(webhook.review("b", List.of(), List.of(image)))).isTrue();
        }
        assertThat(concurrent(webhook, image)).containsExactly(TRIES / 10, TRIES);
      }
    }
  }

  /// How many reviews of A were admitted, and how many of B denied.
  private static int[] concurrent(Webhook webhook, String image) throws Exception {
    int[] counts = new int[2];
    List<Future<JsonNode>> ofA = new ArrayList<>();
    List<Future<JsonNode>> ofB = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(32)) {
      for (int i = 0; i < TRIES; i++) {
        if (i % 10 == 0) {
          ofA.add(callers.submit(() -> webhook.review("a", List.of("regcred"), List.of(image))));
        }
        ofB.add(callers.submit(() -> webhook.review("b", List.of("regcred"), List.of(image))));
      }
      for (Future<JsonNode> answer : ofA) {
        counts[0] += denied(answer.get()) ? 0 : 1;
      }
      for (Future<JsonNode> answer : ofB) {
        counts[1] += denied(answer.get()) ? 1 : 0;
      }
    }
    return counts;
  }

  private static boolean denied(JsonNode response) {
    return !response.path("allowed").asBoolean();
  }

  private static String secretOfA(String registry) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: regcred, namespace: a}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"%s":{"username":"ana","password":"s3same"}}}'
    """
        .formatted(registry);
  }
}
