package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.registry.Refusal;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewerTest {
  private static final String BAD = "reg.example.com/missing:1";
  private static final String GOOD = "reg.example.com/web:1";

  private final Edge edge = new Edge();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aPodWithAnImageThatIsNotThereIsDenied() {
    AdmissionResponse response = edge.review(create(pod("", BAD)));

    assertThat(response.getUid()).isEqualTo("u-1");
    assertThat(response.getAllowed()).isFalse();
    assertThat(response.getStatus().getCode()).isEqualTo(403);
    assertThat(response.getStatus().getReason()).isEqualTo("Forbidden");
    assertThat(response.getStatus().getMessage())
        .startsWith("spec.containers[0].image: \"" + BAD + "\" cannot be pulled")
        .contains("[TagNotFound]");
    assertThat(response.getPatch()).isNull();
    assertThat(response.getPatchType()).isNull();
  }

  @Test
  void aPodWithGoodImagesIsAdmittedWithoutAWord() {
    assertAdmitted(edge.review(create(pod("", GOOD))));
    assertThat(edge.registry.asked()).containsExactly("web:1");
  }

  @Test
  void doubtIsAWarning() {
    edge.registry.answer("web", new Refusal.TooManyRequests(Optional.empty()));

    AdmissionResponse response = edge.review(create(pod("", GOOD)));

    assertThat(response.getAllowed()).isTrue();
    assertThat(response.getStatus()).isNull();
    assertThat(response.getWarnings()).singleElement().asString().contains("[RateLimited]");
  }

  @Test
  void aDenialHasWarningsToo() {
    edge.registry.answer("web", new Refusal.ServerError(503));

    AdmissionResponse response = edge.review(create(pod("", BAD, GOOD)));

    assertThat(response.getAllowed()).isFalse();
    assertThat(response.getStatus().getMessage()).doesNotContain(GOOD);
    assertThat(response.getWarnings()).singleElement().asString().contains(GOOD, "503");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "CONNECT", "", "PATCH", "create"})
  void otherOperationsPass(String operation) {
    assertUntouched(request(operation, "", pod("", BAD), "null"));
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE,status",
    "UPDATE,scale",
    "UPDATE,resize",
    "CREATE,binding",
    "CREATE,eviction",
    "CONNECT,exec",
    "CREATE,exec",
    "UPDATE,Status"
  })
  void otherSubresourcesPass(String operation, String subResource) {
    assertUntouched(request(operation, subResource, pod("", BAD), "null"));
  }

  @Test
  void aDeleteHasNoObject() {
    assertUntouched(request("DELETE", "", "null", pod("", BAD)));
  }

  @Test
  void whatIsBeingDeletedPasses() {
    String metadata = "\"deletionTimestamp\": \"2026-11-20T10:11:12Z\", \"finalizers\": [\"a/b\"]";
    assertUntouched(request("UPDATE", "", pod(metadata, BAD), pod("", GOOD)));
  }

  @Test
  void mirrorPodsPass() {
    assertUntouched(create(pod("\"annotations\": {\"kubernetes.io/config.mirror\": \"\"}", BAD)));
  }

  @Test
  void onlyAPodIsAMirrorPod() {
    String object =
        deployment(BAD)
            .replace(
                "\"metadata\": {",
                "\"metadata\": {\"annotations\": {\"kubernetes.io/config.mirror\": \"x\"},");

    assertThat(edge.review(create(object)).getAllowed()).isFalse();
  }

  @Test
  void anUnchangedBadImageIsNotLookedAt() {
    assertUntouched(request("UPDATE", "", pod("\"labels\": {\"a\": \"b\"}", BAD), pod("", BAD)));
  }

  @Test
  void aNewContainerIsLookedAtAndTheOldOnesAreNot() {
    AdmissionResponse response =
        edge.review(
            request(
                "UPDATE",
                "",
                deployment("reg.example.com/missing-old:1", GOOD, BAD),
                deployment("reg.example.com/missing-old:1")));

    assertThat(response.getStatus().getMessage())
        .contains("spec.template.spec.containers[2].image")
        .doesNotContain("missing-old");
    assertThat(edge.registry.asked()).containsExactly("missing:1", "web:1");
  }

  @Test
  void aChangedImageIsLookedAt() {
    assertThat(edge.review(request("UPDATE", "", deployment(BAD), deployment(GOOD))).getAllowed())
        .isFalse();
  }

  @Test
  void anOldImageInAnotherContainerIsNoChange() {
    assertUntouched(request("UPDATE", "", deployment(GOOD, BAD, BAD), deployment(BAD, GOOD)));
  }

  @Test
  void anUpdateWithoutAnOldObjectIsLookedAtWhole() {
    assertThat(edge.review(request("UPDATE", "", pod("", BAD), "null")).getAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"image\": \"reg/missing\"}}",
        "{\"apiVersion\": \"example.com/v1\", \"kind\": \"Pod\","
            + " \"spec\": {\"containers\": [{\"image\": \"reg.example.com/missing:1\"}]}}",
        "{\"apiVersion\": \"v2\", \"kind\": \"Pod\","
            + " \"spec\": {\"containers\": [{\"image\": \"reg.example.com/missing:1\"}]}}",
        "{\"kind\": \"Pod\", \"spec\": {}}",
        "{}",
        "null",
        "\"Pod\"",
        "[]"
      })
  void whatIsNoWorkloadPasses(String object) {
    assertUntouched(create(object));
  }

  @Test
  void emptyAndPlaceholderImagesAreLeftAlone() {
    assertUntouched(create(deployment("", "auto")));
  }

  @Test
  void aPodWithoutASpecPasses() {
    assertUntouched(create("{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"));
  }

  @Test
  void secretsAreThoseOfTheRequestsNamespace() {
    String object =
        pod("\"namespace\": \"victim\"", GOOD)
            .replace("\"spec\": {", "\"spec\": {\"imagePullSecrets\": [{\"name\": \"regcred\"}],");

    assertThat(edge.review(create(object)).getAllowed()).isTrue();
    assertThat(edge.secrets).containsExactly("shop/regcred");
  }

  @Test
  void aPodThatHasOnlyAGenerateNameIsLookedAt() {
    String object = pod("", BAD).replace("\"name\": \"web\"", "\"generateName\": \"web-\"");

    assertThat(edge.review(create(object)).getAllowed()).isFalse();
  }

  @Test
  void dryRunsAreReviewedTheSame() {
    assertThat(edge.reviewRecorded("cronjob-v1beta1.json").getStatus().getMessage())
        .startsWith("spec.jobTemplate.spec.template.spec.containers[0].image: ");
  }

  @Test
  void theEphemeralContainersOfAPodAreLookedAt() {
    assertThat(edge.reviewRecorded("pod-ephemeralcontainers.json").getStatus().getMessage())
        .startsWith("spec.ephemeralContainers[0].image: ");
    assertThat(edge.registry.asked()).containsExactly("shop/missing-busybox:1");
  }

  @Test
  void theEphemeralContainersOfEarlierServersAreLookedAt() {
    AdmissionResponse response = edge.reviewRecorded("ephemeralcontainers-alpha.json");

    assertThat(edge.registry.asked()).containsExactly("shop/missing-busybox:1");
    // The Pod is not in sight, so that nothing is known of its pull secrets.
    assertThat(response.getAllowed()).isTrue();
    assertThat(response.getWarnings())
        .singleElement()
        .asString()
        .startsWith("ephemeralContainers[1].image: ");
  }

  @Test
  void aRecordedDeploymentUpdateIsDeniedForItsNewImageOnly() {
    assertThat(edge.reviewRecorded("deployment-update.json").getStatus().getMessage())
        .startsWith("spec.template.spec.containers[0].image: ")
        .doesNotContain("containers[1]");
  }

  @Test
  void aRecordedImageVolumeIsLookedAt() {
    assertThat(edge.reviewRecorded("pod-image-volume.json").getStatus().getMessage())
        .startsWith("spec.volumes[0].image.reference: ");
  }

  @Test
  void aRecordedResizePasses() {
    assertAdmitted(edge.reviewRecorded("pod-resize.json"));
    assertThat(edge.registry.asked()).isEmpty();
  }

  @Test
  void aRecordedPodOfALaterServerIsReviewed() {
    assertAdmitted(edge.reviewRecorded("pod-create.json"));
    assertThat(edge.registry.asked()).containsExactly("shop/migrate:2.1", "shop/web:1.0");
    assertThat(edge.secrets).containsExactly("shop/regcred");
  }

  @Test
  void whatIsNotKnownInTimeIsSaidToBeSo() {
    edge.registry.hang("web");

    AdmissionResponse response = edge.review(create(pod("", GOOD)), Duration.ofMillis(100));

    assertThat(response.getAllowed()).isTrue();
    assertThat(response.getWarnings())
        .containsExactly(
            "spec.containers[0].image: \"reg.example.com/web:1\" could not be checked:"
                + " the time for checking ran out [DeadlineExceeded]");
  }

  @Test
  void whatIsKnownInTimeIsDeniedAndTheRestIsSaidToBeOpen() {
    edge.registry.hang("web");

    AdmissionResponse response = edge.review(create(pod("", GOOD, BAD)), Duration.ofSeconds(1));

    assertThat(response.getStatus().getMessage())
        .startsWith("spec.containers[1].image: ")
        .doesNotContain("containers[0]");
    assertThat(response.getWarnings())
        .singleElement()
        .asString()
        .startsWith("spec.containers[0].image: ")
        .endsWith("[DeadlineExceeded]");
  }

  @Test
  void aFaultOfOursAdmitsWithAWarning() {
    edge.registry.fail("web", new IllegalArgumentException("Basic c2VjcmV0"));

    AdmissionResponse response = edge.review(create(pod("", GOOD)));

    assertThat(response.getUid()).isEqualTo("u-1");
    assertThat(response.getAllowed()).isTrue();
    assertThat(response.getWarnings())
        .singleElement()
        .asString()
        .contains("not checked", "internal error")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void theLogOfAFaultQuotesNoMessage() {
    String text =
        LogText.of(
            new IllegalStateException(
                "Bearer abc", new IllegalArgumentException("Basic c2VjcmV0")));

    assertThat(text)
        .contains("IllegalStateException", "caused by java.lang.IllegalArgumentException")
        .contains("AdmissionReviewerTest.theLogOfAFaultQuotesNoMessage")
        .doesNotContain("abc", "c2VjcmV0");
  }

  @Test
  void namesInTheLogAreOneLine() {
    assertThat(LogText.of("a\nb\u001b[2K\u2028é")).isEqualTo("a?b?[2K??");
  }

  private void assertUntouched(String json) {
    assertAdmitted(edge.review(json));
    assertThat(edge.registry.asked()).isEmpty();
  }

  private static void assertAdmitted(AdmissionResponse response) {
    assertThat(response.getAllowed()).isTrue();
    assertThat(response.getUid()).isNotEmpty();
    assertThat(response.getStatus()).isNull();
    assertThat(response.getWarnings()).isNullOrEmpty();
  }

  private static String create(String object) {
    return request("CREATE", "", object, "null");
  }

  private static String request(
      String operation, String subResource, String object, String oldObject) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "%s", "subResource": "%s", "namespace": "shop",
      "name": "web", "object": %s, "oldObject": %s}}
    """
        .formatted(operation, subResource, object, oldObject);
  }

  private static String pod(String metadata, String... images) {
    return """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {"name": "web"%s}, "spec": {"containers": [%s]}}
    """
        .formatted(metadata.isEmpty() ? "" : ", " + metadata, containers(images));
  }

  private static String deployment(String... images) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
     "spec": {"template": {"spec": {"containers": [%s]}}}}
    """
        .formatted(containers(images));
  }

  private static String containers(String... images) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.length; i++) {
      containers
          .append(i == 0 ? "" : ", ")
          .append("{\"name\": \"c%d\", \"image\": \"%s\"}".formatted(i, images[i]));
    }
    return containers.toString();
  }
}
