package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewReaderTest {
  private static final int SEVEN_MIB = 7 * 1024 * 1024;

  private final AdmissionReviewReader reader = new AdmissionReviewReader();

  @ParameterizedTest
  @CsvSource({
    "pod-create.json,CREATE,'',shop,web-6c9f7d5b8-x2x7q",
    "deployment-update.json,UPDATE,'',shop,web",
    "pod-ephemeralcontainers.json,UPDATE,ephemeralcontainers,shop,web",
    "ephemeralcontainers-alpha.json,UPDATE,ephemeralcontainers,shop,web",
    "cronjob-v1beta1.json,CREATE,'',shop,report",
    "pod-resize.json,UPDATE,resize,shop,web",
    "pod-image-volume.json,CREATE,'',shop,model"
  })
  void recordedRequestsAreRead(
      String file, String operation, String subResource, String namespace, String name) {
    AdmissionRequest request = request(Edge.recorded(file));

    assertThat(request.getUid()).hasSize(36);
    assertThat(request.getOperation()).isEqualTo(operation);
    assertThat(request.getSubResource()).isEqualTo(subResource);
    assertThat(request.getNamespace()).isEqualTo(namespace);
    assertThat(request.getName()).isEqualTo(name);
    assertThat(request.getObject()).isNotNull();
    assertThat(request.getOldObject() == null).isEqualTo(operation.equals("CREATE"));
  }

  @Test
  void objectsAreOfTheirType() {
    assertThat(request(Edge.recorded("pod-create.json")).getObject()).isInstanceOf(Pod.class);
    assertThat(request(Edge.recorded("deployment-update.json")).getOldObject())
        .isInstanceOf(Deployment.class);
    assertThat(request(Edge.recorded("cronjob-v1beta1.json")).getObject())
        .isInstanceOf(CronJob.class);
    assertThat(request(Edge.recorded("ephemeralcontainers-alpha.json")).getObject())
        .isInstanceOf(GenericKubernetesResource.class);
  }

  @Test
  void fieldsOfALaterServerDoNotHideTheOthers() {
    Pod pod = (Pod) request(Edge.recorded("pod-create.json")).getObject();

    assertThat(pod.getSpec().getAdditionalProperties()).containsKey("aFieldOfLater");
    assertThat(pod.getSpec().getContainers().getFirst().getImage())
        .isEqualTo("registry.example.com/shop/web:1.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"metadata\": {\"creationTimestamp\": null}",
        "\"spec\": {\"containers\": [{\"resources\": {}}]}",
        "\"spec\": {\"containers\": [{\"resources\": {\"limits\": {\"cpu\": 1, \"x\": 1.5}}}]}",
        "\"spec\": {\"containers\": [{\"resources\": {\"limits\": {\"cpu\": \"1\"}}}]}",
        "\"spec\": {\"containers\": [{\"livenessProbe\": {\"httpGet\": {\"port\": \"http\"}}}]}",
        "\"spec\": {\"containers\": [{\"livenessProbe\": {\"httpGet\": {\"port\": 80}}}]}",
        "\"spec\": {\"containers\": [{\"env\": [{\"name\": \"A\", \"value\": \"\"}]}]}",
        "\"spec\": {\"containers\": null, \"volumes\": [{\"image\": {}}], \"overhead\": {}}",
        "\"spec\": {\"activeDeadlineSeconds\": 9223372036854775807}",
        "\"spec\": {\"securityContext\": {\"runAsUser\": 4294967295}}",
        "\"spec\": {\"newInOneForty\": [[{\"a\": null}]]}, \"status\": {\"x\": {\"y\": 1e400}}",
        "\"metadata\": {\"managedFields\": [{\"fieldsV1\": {\"f:spec\": {\"f:x\": {}}}}]}",
        "\"metadata\": {\"annotations\": {\"a\": \"\"}, \"selfLink\": \"/x\", \"later\": []}"
      })
  void whatAServerTakesIsRead(String members) {
    assertThat(read(review("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", " + members + "}")))
        .isInstanceOf(Posted.Request.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"spec\": {\"containers\": {\"image\": \"a\"}}",
        "\"spec\": {\"containers\": [{\"image\": [\"s3cret\"]}]}",
        "\"spec\": {\"containers\": [7]}",
        "\"spec\": \"\"",
        "\"spec\": []",
        "\"metadata\": \"s3cret\"",
        "\"spec\": {\"hostNetwork\": \"s3cret\"}",
        "\"spec\": {\"containers\": [{\"ports\": [{\"containerPort\": \"s3cret\"}]}]}"
      })
  void anObjectOfAnotherShapeIsUnreadableAndItsRequestIsNot(String members) {
    String object = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", " + members + "}";

    assertThat(read(review(object)))
        .isInstanceOfSatisfying(
            Posted.Unreadable.class,
            it -> {
              assertThat(it.request().getUid()).isEqualTo("u-1");
              assertThat(it.problem()).startsWith("it cannot be read").doesNotContain("s3cret");
            });
    assertThat(read(review("null").replace("\"oldObject\": null", "\"oldObject\": " + object)))
        .isInstanceOf(Posted.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"spec\": {\"containers\": [{}, {\"image\": []}]}',spec.containers[1].image",
    "'\"spec\": {\"nodeSelector\": {\"s3 cret\": []}}',spec.nodeSelector.?",
    "'\"spec\": []',spec"
  })
  void theLogSaysWhereAnObjectIsUnreadable(String members, String path) {
    assertThat(read(review("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", " + members + "}")))
        .isInstanceOfSatisfying(
            Posted.Unreadable.class,
            it -> {
              assertThat(it.request().getUid()).isEqualTo("u-1");
              assertThat(it.problem()).isEqualTo("it cannot be read at " + path);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|the body is not of kind AdmissionReview",
        "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}|the body is not of kind AdmissionReview",
        "{\"kind\": 7}|the body is not of kind AdmissionReview",
        "{\"kind\": \"AdmissionReview\"}|only apiVersion admission.k8s.io/v1 is understood",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1beta1\"}"
            + "|only apiVersion admission.k8s.io/v1 is understood",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"}"
            + "|the AdmissionReview has no request",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\", \"request\": []}"
            + "|the AdmissionReview has no request",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\", \"request\": {}}"
            + "|the AdmissionReview's request has no uid",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\","
            + " \"request\": {\"uid\": {\"a\": \"b\"}}}|the AdmissionReview's request has no uid"
      },
      quoteCharacter = '`')
  void whatIsNoReviewIsMalformed(String body, String reason) {
    assertThat(read(body)).isEqualTo(new Posted.Malformed(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "[]",
        "\"s3cret\"",
        "s3cret",
        "{",
        "{\"s3cret\"",
        "{\"kind\":",
        "{\"kind\": \"s3cret",
        "{\"kind\": s3cret}",
        "{} {}",
        "{}s3cret",
        "{\"a\": 1,}",
        "<s3cret/>",
        "kind: AdmissionReview",
        "{\"kind\": \"\u0001\"}",
        "{'kind': 's3cret'}",
        "// s3cret\n{}"
      })
  void whatIsNoJsonObjectIsMalformedAndNotQuoted(String body) {
    assertThat(read(body))
        .isInstanceOfSatisfying(
            Posted.Malformed.class,
            it ->
                assertThat(it.reason())
                    .startsWith("the body is not an AdmissionReview: it cannot be read")
                    .doesNotContain("s3cret"));
  }

  @Test
  void ofTwoMembersOfOneNameTheLaterCounts() {
    String body = review("null").replaceFirst("\"uid\"", "\"uid\": \"first\", \"uid\"");

    assertThat(request(body.getBytes(StandardCharsets.UTF_8)).getUid()).isEqualTo("u-1");
  }

  @Test
  void theEnvelopeMayComeInAnyOrderAndWithAByteOrderMark() {
    String body =
        "\uFEFF{\"request\": {\"object\": {\"kind\": \"Pod\", \"apiVersion\": \"v1\","
            + " \"metadata\": {\"name\": \"é\uD83D\uDE00\"}}, \"uid\": \"ü\"},"
            + " \"more\": [{}], \"apiVersion\": \"admission.k8s.io/v1\","
            + " \"kind\": \"AdmissionReview\"}";

    AdmissionRequest request = request(body.getBytes(StandardCharsets.UTF_8));

    assertThat(request.getUid()).isEqualTo("ü");
    assertThat(((Pod) request.getObject()).getMetadata().getName()).isEqualTo("é\uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void onlyUtf8IsRead(String charset) {
    byte[] body =
        review("{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}").getBytes(Charset.forName(charset));

    assertThat(reader.read(body)).isInstanceOf(Posted.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void nestingDoesNotExhaustTheStack(String opening) throws InterruptedException {
    String deep = opening.repeat(100_000);
    String closed = "[".repeat(100_000) + "]".repeat(100_000);
    for (String body :
        List.of(
            deep,
            closed,
            review(deep),
            review(closed),
            review("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": " + closed + "}"),
            review("null").replace("\"uid\"", "\"x\": " + closed + ", \"uid\""))) {
      assertThat(onSmallStack(body)).isInstanceOf(Posted.Malformed.class);
    }
  }

  @Test
  void nestingAsDeepAsIsAllowedIsReadOnASmallStack() throws InterruptedException {
    String schema = "{\"not\": ".repeat(190) + "{}" + "}".repeat(190);
    String object =
        """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "spec": {"versions": [{"schema": {"openAPIV3Schema": %s}}]}}
        """
            .formatted(schema);

    assertThat(onSmallStack(review(object))).isInstanceOf(Posted.Request.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[],", "{},", "1,", "\"\",", "[{\"\":0}],", "null,"})
  void aBodyOfManyValuesCostsLittle(String value) {
    String values = value.repeat(SEVEN_MIB / value.length() - 100) + "0";
    String object =
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"x\": [" + values + "]}}";

    long before = allocated();
    Posted posted = read(review(object));

    assertThat(posted).isInstanceOf(Posted.Malformed.class);
    // The body itself is most of it.
    assertThat(allocated() - before).isLessThan(64L << 20);
  }

  @Test
  void whatIsNotNeededCostsNothing() {
    byte[] body =
        review("null")
            .replace("\"uid\"", "\"userInfo\": [\"" + "x".repeat(SEVEN_MIB) + "\"], \"uid\"")
            .getBytes(StandardCharsets.UTF_8);
    reader.read(body);

    long before = allocated();
    assertThat(reader.read(body)).isInstanceOf(Posted.Request.class);

    assertThat(allocated() - before).isLessThan(1L << 20);
  }

  @Test
  void timeIsLinear() {
    Duration one = timeOf(1);
    Duration eight = timeOf(8);

    assertThat(eight).isLessThan(one.multipliedBy(8 * 5).plusMillis(200));
  }

  @Test
  void answersAreReviewsOfTheSameVersion() {
    String answer =
        reader.write(
            new AdmissionReviewBuilder().withResponse(AdmissionResponses.allowed("u-1")).build());

    assertThat(answer)
        .isEqualTo(
            "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                + "\"response\":{\"allowed\":true,\"uid\":\"u-1\"}}");
  }

  private Duration timeOf(int factor) {
    String containers = "{\"name\": \"c\", \"image\": \"a/b:c\"},".repeat(2_000 * factor) + "{}";
    byte[] body =
        review(
                "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"containers\": ["
                    + containers
                    + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    Duration best = Duration.ofHours(1);
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertThat(reader.read(body)).isInstanceOf(Posted.Request.class);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    return best;
  }

  private Posted onSmallStack(String body) throws InterruptedException {
    Posted[] posted = new Posted[1];
    Thread thread = new Thread(null, () -> posted[0] = read(body), "small", 256 * 1024);
    thread.start();
    thread.join();
    return posted[0];
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private AdmissionRequest request(byte[] body) {
    return ((Posted.Request) reader.read(body)).request();
  }

  private Posted read(String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String review(String object) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "shop", "name": "web",
      "object": %s, "oldObject": null}}
    """
        .formatted(object);
  }
}
