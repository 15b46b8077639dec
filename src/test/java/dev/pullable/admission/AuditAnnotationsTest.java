package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.platform.Placement;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ValidationAction;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.Kind;
import dev.pullable.workload.ContainerImage.PullPolicy;
import dev.pullable.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditAnnotationsTest {
  /// What kube-apiserver takes as the part of a key behind the slash.
  private static final String KEY = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

  private final Edge edge = new Edge();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aDenialTellsItsReasonsAndWhatTheOtherImagesAre() {
    Map<String, String> annotations =
        edge.reviewRecorded("deployment-update.json").getAuditAnnotations();

    assertThat(annotations)
        .containsEntry("verdict", "denied")
        .containsEntry("reasons", "spec.template.spec.containers[0].image=TagNotFound")
        .doesNotContainKey("digests");
    assertThat(annotations.keySet()).allMatch(it -> it.matches(KEY));
  }

  @Test
  void anAdmissionTellsWhatTheTagsMeant() {
    Map<String, String> annotations = edge.reviewRecorded("pod-create.json").getAuditAnnotations();

    assertThat(annotations)
        .containsOnlyKeys("verdict", "digests")
        .containsEntry("verdict", "admitted");
    assertThat(annotations.get("digests"))
        .isEqualTo(
            "spec.initContainers[0].image=sha256:%1$s, spec.containers[0].image=sha256:%1$s"
                .formatted("0".repeat(64)));
  }

  @Test
  void whatWasNotCheckedSaysSo() {
    assertThat(AdmissionResponses.unchecked("u-1", "of a test").getAuditAnnotations())
        .isEqualTo(Map.of("verdict", "unchecked"));
    assertThat(AdmissionResponses.allowed("u-1").getAuditAnnotations()).isNullOrEmpty();
  }

  @Test
  void whatIsOnlyAuditedIsToldThereAlone() {
    Review review = review(1, "user:t0ken@reg.example.com/a\nb:1", ValidationAction.AUDIT);

    Map<String, String> annotations = AuditAnnotations.of(Answer.ADMITTED, review);

    assertThat(annotations)
        .containsEntry("verdict", "admitted")
        .containsEntry("reasons", "spec.containers[0].image=InvalidReference");
    assertThat(annotations.get("audited"))
        .startsWith("spec.containers[0].image: \"***@reg.example.com/a\\u000ab:1\"")
        .endsWith("[InvalidReference]")
        .doesNotContain("t0ken", "\n");
  }

  @Test
  void noAnnotationIsOverlong() {
    Review review = review(10_000, "reg.example.com/web:1", ValidationAction.DENY);

    String reasons = AuditAnnotations.of(Answer.DENIED, review).get("reasons");

    assertThat(reasons)
        .hasSizeBetween(AuditAnnotations.LONGEST - 60, AuditAnnotations.LONGEST)
        .matches("(?s).*=InvalidReference, and \\d{4} more");
    long told = reasons.chars().filter(it -> it == '=').count();
    assertThat(reasons).endsWith("and " + (10_000 - told) + " more");
  }

  @Test
  void aLastEntryThatJustFitsIsToldWhole() {
    assertThat(
            AuditAnnotations.of(Answer.DENIED, review(2, "a", ValidationAction.DENY))
                .get("reasons"))
        .isEqualTo(
            "spec.containers[0].image=InvalidReference, spec.containers[1].image=InvalidReference");
  }

  private static Review review(int images, String image, ValidationAction action) {
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    for (int i = 0; i < images; i++) {
      resolutions.put(
          new ContainerImage(
              "spec.containers[" + i + "].image", Kind.CONTAINER, "c", image, PullPolicy.ALWAYS),
          new Resolution.Unpullable(
              Reason.INVALID_REFERENCE,
              new Evidence(ImageReferenceParser.parse("A"), List.of(), "", "")));
    }
    Workload workload =
        new Workload(
            "Pod",
            "web",
            "shop",
            false,
            "",
            List.of(),
            Placement.ANYWHERE,
            List.copyOf(resolutions.keySet()));
    Policy policy =
        new Policy(
            Levels.DEFAULT,
            new Actions(Map.of(Reason.INVALID_REFERENCE, action), action, action),
            Limits.NONE);
    return new Review(workload, resolutions, policy.judge(workload, resolutions, Map.of()));
  }
}
