package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.ClusterPolicy;
import dev.pullable.policy.Exemptions;
import dev.pullable.policy.ImageGlob;
import dev.pullable.policy.ImageGlobs;
import dev.pullable.policy.NamespaceMarks;
import dev.pullable.policy.NamespacePolicies;
import dev.pullable.policy.Policy;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What exemptions, a namespace's labels and its break-glass do at the edge.
class NamespacePolicyReviewTest {
  private static final String BAD = "reg.example.com/missing:1";
  private static final String GOOD = "reg.example.com/web:1";
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
  private static final Exemptions EXEMPTIONS =
      new Exemptions(
          Set.of("legacy"),
          new ImageGlobs(List.of(ImageGlob.parse("reg.example.com/missing/known"))),
          Set.of("system:serviceaccount:ci:deployer"),
          Set.of("wasm"));

  private static Edge edge(Map<String, String> labels, Map<String, String> annotations) {
    return new Edge(
        new NamespacePolicies(
            () -> new ClusterPolicy(Policy.DEFAULT, EXEMPTIONS),
            name ->
                name.equals("shop")
                    ? Optional.of(NamespaceMarks.read(labels, annotations))
                    : Optional.empty(),
            NOON),
        NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, jane, gvisor, namespace",
    "shop, system:serviceaccount:ci:deployer, gvisor, user",
    "shop, jane, wasm, runtimeClass",
  })
  void whatIsExemptAsksNoRegistryAndIsRecorded(
      String namespace, String user, String runtimeClass, String word) {
    try (Edge edge = edge(Map.of(), Map.of())) {
      AdmissionResponse response = edge.review(pod(namespace, user, runtimeClass, "{}", BAD));

      assertThat(response.getAllowed()).isTrue();
      assertThat(response.getWarnings()).isEmpty();
      assertThat(response.getAuditAnnotations()).isEqualTo(Map.of("exempt", word));
      assertThat(edge.registry.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Legacy, jane, gvisor",
    "shop, system:serviceaccount:ci:deployer2, gvisor",
    "shop, '', ''",
    "shop, jane, wasm2",
  })
  void whatIsNearlyExemptIsNot(String namespace, String user, String runtimeClass) {
    try (Edge edge = edge(Map.of(), Map.of())) {
      assertThat(edge.review(pod(namespace, user, runtimeClass, "{}", BAD)).getAllowed()).isFalse();
    }
  }

  @Test
  void exemptImagesAreNotLookedAtAndTheOthersAre() {
    Map<String, String> annotations =
        Map.of("pullable.dev/exempt-images", "reg.example.com/missing/own:*");
    try (Edge edge = edge(Map.of(), annotations)) {
      AdmissionResponse response =
          edge.review(
              pod(
                  "shop",
                  "jane",
                  "",
                  "{}",
                  "reg.example.com/missing/known:7",
                  GOOD,
                  "reg.example.com/missing/own:7"));

      assertThat(response.getAllowed()).isTrue();
      assertThat(response.getAuditAnnotations())
          .containsEntry("exempt-images", "spec.containers[0].image, spec.containers[2].image")
          .containsEntry("verdict", "admitted");
      assertThat(edge.registry.asked()).containsExactly("web:1");
      // Of another namespace nothing is exempted by this one's annotation.
      assertThat(
              edge.review(pod("other", "jane", "", "{}", "reg.example.com/missing/own:7"))
                  .getAllowed())
          .isFalse();
    }
  }

  @Test
  void aPodAllOfWhoseImagesAreExemptIsAdmitted() {
    try (Edge edge = edge(Map.of(), Map.of())) {
      AdmissionResponse response =
          edge.review(pod("shop", "jane", "", "{}", "reg.example.com/missing/known:7"));

      assertThat(response.getAllowed()).isTrue();
      assertThat(response.getAuditAnnotations())
          .isEqualTo(Map.of("exempt-images", "spec.containers[0].image"));
    }
  }

  @Test
  void nothingThatAPodsAuthorWritesExemptsAnything() {
    String marks =
        """
        {"pullable.dev/enforce": "off", "pullable.dev/warn": "off", "pullable.dev/audit": "off",
         "pullable.dev/ignore": "", "pullable.dev/exempt-images": "**",
         "pullable.dev/break-glass": "2026-11-21T13:00:00Z INC-1"}
        """;
    try (Edge edge = edge(Map.of(), Map.of())) {
      assertThat(edge.review(pod("shop", "jane", "", marks, BAD)).getAllowed()).isFalse();
      String deployment =
          """
          {"apiVersion": "apps/v1", "kind": "Deployment",
           "metadata": {"name": "web", "namespace": "legacy", "labels": %s, "annotations": %s},
           "spec": {"template": {"metadata": {"labels": %s, "annotations": %s},
             "spec": {"containers": [{"name": "c", "image": "%s"}]}}}}
          """
              .formatted(marks, marks, marks, marks, BAD);
      assertThat(edge.review(request("CREATE", "shop", "jane", deployment, "null")).getAllowed())
          .isFalse();
    }
  }

  @Test
  void whereEveryLevelIsOffNothingIsLookedAt() {
    Map<String, String> off =
        Map.of(
            "pullable.dev/enforce", "off", "pullable.dev/warn", "off", "pullable.dev/audit", "off");
    try (Edge edge = edge(off, Map.of())) {
      assertThat(edge.review(pod("shop", "jane", "", "{}", BAD)).getAllowed()).isTrue();
      assertThat(edge.registry.asked()).isEmpty();
      assertThat(edge.review(pod("other", "jane", "", "{}", BAD)).getAllowed()).isFalse();
    }
  }

  @Test
  void aNamespacesLabelDecidesWhatIsDenied() {
    try (Edge edge = edge(Map.of("pullable.dev/enforce", "pinned"), Map.of())) {
      assertThat(edge.review(pod("shop", "jane", "", "{}", GOOD)).getStatus().getMessage())
          .contains("[DigestMissing]");
      assertThat(edge.review(pod("other", "jane", "", "{}", GOOD)).getAllowed()).isTrue();
    }
  }

  @Test
  void aBreakGlassTurnsDenialsIntoWarningsThatSaySo() {
    Map<String, String> annotations =
        Map.of("pullable.dev/break-glass", "2026-11-21T18:00:00Z INC-1234 restoring the registry");
    try (Edge edge = edge(Map.of(), annotations)) {
      AdmissionResponse response = edge.review(pod("shop", "jane", "", "{}", BAD, GOOD));

      assertThat(response.getAllowed()).isTrue();
      assertThat(response.getStatus()).isNull();
      assertThat(response.getWarnings()).hasSize(2);
      assertThat(response.getWarnings().getFirst())
          .isEqualTo(
              "this would be denied, but the namespace's pullable.dev/break-glass suspends that"
                  + " until 2026-11-21T18:00:00Z:");
      assertThat(response.getWarnings().get(1)).contains("[TagNotFound]");
      assertThat(response.getAuditAnnotations())
          .containsEntry("verdict", "suspended")
          .containsEntry("break-glass", "2026-11-21T18:00:00Z INC-1234 restoring the registry")
          .containsEntry("suspended", "spec.containers[0].image=TagNotFound");
      // What would have been admitted anyway is no use of it.
      assertThat(edge.review(pod("shop", "jane", "", "{}", GOOD)).getAuditAnnotations())
          .doesNotContainKey("break-glass");
    }
  }

  @Test
  void aNamespaceIsNeverDeniedAndItsOwnSlipsAreTold() {
    // The object in the request counts, and not what is known of the namespace.
    try (Edge edge = edge(Map.of("pullable.dev/enforce", "pinned"), Map.of())) {
      AdmissionResponse created =
          edge.review(request("CREATE", "shop", "jane", namespace("pined"), "null"));
      assertThat(created.getAllowed()).isTrue();
      assertThat(created.getWarnings())
          .containsExactly(
              "label pullable.dev/enforce: \"pined\" is no level (off, pullable, tagged, pinned),"
                  + " so the default, pullable, is in force; did you mean pinned?");

      assertThat(
              edge.review(request("UPDATE", "shop", "jane", namespace("pind"), namespace("pinned")))
                  .getWarnings())
          .hasSize(1);
      assertThat(
              edge.review(request("UPDATE", "shop", "jane", namespace("pined"), namespace("pined")))
                  .getWarnings())
          .isEmpty();
      assertThat(
              edge.review(request("CREATE", "shop", "jane", namespace("pinned"), "null"))
                  .getWarnings())
          .isEmpty();
    }
  }

  private static String namespace(String level) {
    return """
    {"apiVersion": "v1", "kind": "Namespace",
     "metadata": {"name": "shop", "labels": {"pullable.dev/enforce": "%s"}}}
    """
        .formatted(level);
  }

  private static String pod(
      String namespace, String user, String runtimeClass, String marks, String... images) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.length; i++) {
      containers
          .append(i == 0 ? "" : ", ")
          .append("{\"name\": \"c%d\", \"image\": \"%s\"}".formatted(i, images[i]));
    }
    String pod =
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "web", "labels": %s, "annotations": %s},
         "spec": {"runtimeClassName": %s, "containers": [%s]}}
        """
            .formatted(
                marks,
                marks,
                runtimeClass.isEmpty() ? "null" : '"' + runtimeClass + '"',
                containers);
    return request("CREATE", namespace, user, pod, "null");
  }

  private static String request(
      String operation, String namespace, String user, String object, String oldObject) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "%s", "namespace": "%s", "name": "web",
      "userInfo": {"groups": ["a"], "username": "%s", "extra": {"username": ["root"]}},
      "object": %s, "oldObject": %s}}
    """
        .formatted(operation, namespace, user, object, oldObject);
  }
}
