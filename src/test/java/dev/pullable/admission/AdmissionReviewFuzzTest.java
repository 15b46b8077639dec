package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/// Any body gets an answer to its own uid, without a fault of ours on the way, or is a bad request.
class AdmissionReviewFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Edge edge;
  private static AdmissionController controller;

  @BeforeAll
  static void start() {
    edge = new Edge();
    controller = edge.controller();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "pod-create.json",
            "deployment-update.json",
            "pod-ephemeralcontainers.json",
            "ephemeralcontainers-alpha.json",
            "cronjob-v1beta1.json",
            "pod-resize.json",
            "pod-image-volume.json")
        .map(Edge::recorded);
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "\"image\":\"",
    "\"uid\":\"",
    "\"object\":{",
    "\"oldObject\":null",
    "\"kind\":\"Pod\"",
    "\"kind\":\"Deployment\"",
    "\"kind\":\"CronJob\"",
    "\"kind\":\"List\"",
    "\"apiVersion\":\"apps/v1\"",
    "\"containers\":[",
    "\"initContainers\":[",
    "\"ephemeralContainers\":[",
    "\"imagePullSecrets\":[",
    "\"volumes\":[{\"image\":{\"reference\":\"",
    "\"nodeSelector\":{",
    "\"operation\":\"UPDATE\"",
    "\"imagePullPolicy\":\"Never\"",
    "null",
    "[]",
    "{}",
    "\\u0000",
    "missing"
  })
  @FuzzTest
  void aBodyGetsAnAnswerToItsUidOrIsABadRequest(byte[] body) throws IOException {
    ResponseEntity<?> answer =
        controller.validate(new ByteArrayInputStream(body), body.length, "10s");
    switch (answer.getStatusCode().value()) {
      case 200 -> check(JSON.readTree((String) answer.getBody()), body);
      case 400 ->
          assertThat(((ProblemDetail) answer.getBody()).getDetail()).matches("[ -~]{5,200}");
      default -> throw new AssertionError(answer);
    }
    edge.forget();
  }

  /// Octets that are no character matter only where they are read, which is not everywhere.
  private static JsonNode tree(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonParseException e) {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static void check(JsonNode review, byte[] body) throws IOException {
    JsonNode response = review.required("response");
    assertThat(response.required("uid")).isEqualTo(tree(body).required("request").required("uid"));
    assertThat(review.required("apiVersion").textValue()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.required("kind").textValue()).isEqualTo("AdmissionReview");
    if (!response.required("allowed").booleanValue()) {
      assertThat(response.required("status").required("code").intValue()).isEqualTo(403);
    }
    assertThat(response.path("warnings"))
        .allSatisfy(warning ->
            assertThat(warning.textValue())
                .doesNotContain("internal error")
                .doesNotContainPattern("\\p{Cc}"));
  }
}
