package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Placement;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationsTest {
  private static final Resolution.NotPulled NOT_PULLED = new Resolution.NotPulled();

  private static ContainerImage image(String image) {
    return new ContainerImage(
        "spec.template.spec.containers[0].image",
        ContainerImage.Kind.CONTAINER,
        "web",
        image,
        ContainerImage.PullPolicy.ALWAYS);
  }

  private static Workload workload(ContainerImage image) {
    return new Workload(
        "Deployment", "web", "shop", true, "", List.of(), Placement.ANYWHERE, List.of(image));
  }

  private static Evidence evidence(ContainerImage image) {
    return new Evidence(
        ImageReferenceParser.parse(image.image()), List.of(), "the-subject", "the detail");
  }

  private static Verdict judge(ContainerImage image, Resolution resolution) {
    return Policy.DEFAULT.judge(workload(image), Map.of(image, resolution), Map.of());
  }

  private static Finding denied(Reason reason, String written) {
    ContainerImage image = image(written);
    Verdict verdict = judge(image, new Resolution.Unpullable(reason, evidence(image)));
    return ((Verdict.Deny) verdict).findings().getFirst();
  }

  /// The first line of a denial is all that an event shows.
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LATEST_TAG", "DIGEST_MISSING"})
  void everyReasonIsToldInOneShortPrintableLine(Reason reason) {
    String written =
        reason == Reason.INVALID_REFERENCE
            ? "reg.example.com/shop/web:-1"
            : "reg.example.com/shop/web:1.0";
    Finding finding = denied(reason, written);
    String line =
        finding.image().fieldPath() + ": " + finding.problem() + " [" + reason.word() + "]";
    assertThat(finding.reason()).isEqualTo(reason);
    assertThat(line).hasSizeLessThan(200).doesNotContain("\n").doesNotContain("  ");
    assertThat(finding.problem())
        .startsWith("\"" + written + "\" cannot be pulled: ")
        .doesNotContain("%")
        .doesNotEndWith(".");
    assertThat(String.join("", finding.remedy()))
        .doesNotContain("\n")
        .doesNotContain("  ")
        .doesNotContain("%");
  }

  /// Secrets' names, hosts and reasons come from outside as well.
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LATEST_TAG", "DIGEST_MISSING"})
  void nothingFromOutsideReachesTheTerminalAsItIs(Reason reason) {
    String hostile = "a%s\n\u001b[31m\u202e\u2028\u0000\ud800" + "z".repeat(1_000_000);
    ContainerImage image = image("reg.example.com/shop/web:1.0");
    Evidence evidence = evidence(image).about(hostile, hostile);
    for (Resolution resolution :
        List.of(
            new Resolution.Unpullable(reason, evidence),
            new Resolution.Inconclusive(reason, Doubt.NO_ANSWER, evidence),
            new Resolution.Pullable(
                new Digest("sha256", "0".repeat(64)),
                List.of(new Resolution.Concern(reason, hostile, List.of("n1", "n2", "n3", "n4"))),
                evidence))) {
      Verdict verdict = judge(image, resolution);
      List<Finding> all = new ArrayList<>(verdict.warnings());
      if (verdict instanceof Verdict.Deny deny) {
        all.addAll(deny.findings());
      }
      assertThat(all)
          .singleElement()
          .satisfies(it ->
              assertThat(it.problem() + it.trace() + it.remedy())
                  .hasSizeLessThan(2_000)
                  .matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+"));
    }
  }

  @Test
  void whatWasSeenAWhileAgoIsToldAndNeverDenied() {
    ContainerImage image = image("reg.io/app:1");
    String subject = "12 minutes ago, and cannot be looked up now (RateLimited)";
    Resolution resolution =
        new Resolution.Pullable(
            new Digest("sha256", "0".repeat(64)),
            List.of(new Resolution.Concern(Reason.LAST_SEEN, subject, List.of())),
            evidence(image));
    Policy strict =
        new Policy(
            Levels.DEFAULT,
            new Actions(Map.of(), ValidationAction.DENY, ValidationAction.DENY),
            Limits.NONE);
    Verdict verdict = strict.judge(workload(image), Map.of(image, resolution), Map.of());
    assertThat(verdict).isInstanceOf(Verdict.Admit.class);
    assertThat(verdict.warnings())
        .extracting(Finding::problem)
        .containsExactly("\"reg.io/app:1\" can be pulled, but it was last seen " + subject);
  }

  @Test
  void whatIsUnknownOfTheNodesIsTold() {
    ContainerImage image = image("reg.io/app:1");
    Evidence evidence = evidence(image).without("the plugin 100%s \u001b hangs");
    Resolution resolution =
        new Resolution.Inconclusive(Reason.CREDENTIALS_MISSING, Doubt.NODE_CREDENTIALS, evidence);
    assertThat(judge(image, resolution).warnings())
        .extracting(Finding::problem)
        .containsExactly(
            "\"reg.io/app:1\" may not be pullable: it is private or does not exist, and no pull"
                + " secret applies, unless the nodes hold credentials of their own (the plugin"
                + " 100%s \\u001b hangs)");
  }

  @Test
  void aCredentialOfTheNodesIsNotCalledAPullSecret() {
    Finding finding = denied(Reason.NODE_CREDENTIALS_REJECTED, "reg.io/app:1");
    assertThat(finding.problem())
        .isEqualTo(
            "\"reg.io/app:1\" cannot be pulled: the-subject is rejected (the detail),"
                + " or the repository does not exist");
  }

  @Test
  void aConcernSaysThatItCanBePulled() {
    ContainerImage image = image("reg.io/app:1");
    Resolution.Concern concern =
        new Resolution.Concern(
            Reason.PLATFORM_NOT_ON_ALL_NODES, "linux/arm64", List.of("a", "b", "c", "d", "e"));
    Resolution resolution =
        new Resolution.Pullable(
            new Digest("sha256", "0".repeat(64)), List.of(concern), evidence(image));
    assertThat(judge(image, resolution).warnings())
        .extracting(Finding::problem)
        .containsExactly(
            "\"reg.io/app:1\" can be pulled, but it is not built for linux/arm64,"
                + " the platform of nodes a, b, c and 2 more");
  }

  @ParameterizedTest
  @EnumSource(value = Doubt.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_ALLOWED")
  void everyDoubtIsAWarningThatDoesNotClaimToKnow(Doubt doubt) {
    ContainerImage image = image("reg.example.com/shop/web:1.0");
    Verdict verdict =
        judge(
            image, new Resolution.Inconclusive(Reason.CREDENTIALS_MISSING, doubt, evidence(image)));
    assertThat(verdict).isInstanceOf(Verdict.Admit.class);
    assertThat(verdict.warnings())
        .singleElement()
        .satisfies(it -> assertThat(it.problem()).doesNotContain(" cannot be pulled: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "\u001b[31mred", "x\u202ey", "user:sesame@reg.io/x", "w?token=sesame"})
  void aHostileImageDoesNotReachTheTerminalNorASecretTheLog(String written) {
    Finding finding = denied(Reason.INVALID_REFERENCE, written);
    String told = finding.problem() + finding.remedy();
    assertThat(told.chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(told).doesNotContain("\u202e").doesNotContain("sesame");
  }

  @Test
  void wherePrivateAndMissingLookAlikeBothAreSaid() {
    assertThat(denied(Reason.CREDENTIALS_MISSING, "reg.io/app:1").problem())
        .contains("private or does not exist");
    assertThat(denied(Reason.CREDENTIALS_REJECTED, "reg.io/app:1").problem())
        .contains("or the repository does not exist");
  }

  @Test
  void theActionOfEachOutcomeIsConfigured() {
    ContainerImage image = image("reg.io/app:1");
    Resolution unpullable = new Resolution.Unpullable(Reason.TAG_NOT_FOUND, evidence(image));
    Resolution inconclusive =
        new Resolution.Inconclusive(Reason.DNS_FAILURE, Doubt.NO_ANSWER, evidence(image));
    Policy lenient =
        new Policy(
            new Levels(Level.OFF, Level.PULLABLE, Level.PULLABLE),
            new Actions(Map.of(), ValidationAction.AUDIT, ValidationAction.AUDIT),
            Limits.NONE);
    Policy strict =
        new Policy(
            Levels.DEFAULT,
            new Actions(Map.of(), ValidationAction.DENY, ValidationAction.DENY),
            Limits.NONE);
    Workload workload = workload(image);

    assertThat(lenient.judge(workload, Map.of(image, unpullable), Map.of()).warnings()).hasSize(1);
    assertThat(lenient.judge(workload, Map.of(image, inconclusive), Map.of()).warnings()).isEmpty();
    assertThat(lenient.judge(workload, Map.of(image, inconclusive), Map.of()).audited()).hasSize(1);
    assertThat(strict.judge(workload, Map.of(image, inconclusive), Map.of()))
        .isInstanceOf(Verdict.Deny.class);
    assertThat(strict.judge(workload, Map.of(image, NOT_PULLED), Map.of()))
        .isEqualTo(new Verdict.Admit(List.of(), List.of()));
  }
}
