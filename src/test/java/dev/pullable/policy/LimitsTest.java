package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Placement;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Content;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final long GIB = 1L << 30;
  private static final Limits LIMITS =
      new Limits(OptionalLong.of(10 * GIB), Optional.of(Duration.ofDays(90)));

  private static Content content(long size, Duration age) {
    return new Content(OptionalLong.of(size), Optional.of(age));
  }

  private static Verdict judge(Limits limits, Actions actions, Content content) {
    ContainerImage image =
        new ContainerImage(
            "spec.containers[0].image",
            ContainerImage.Kind.CONTAINER,
            "web",
            "reg.example/web:1",
            ContainerImage.PullPolicy.ALWAYS);
    Evidence evidence = new Evidence(ImageReferenceParser.parse(image.image()), List.of(), "", "");
    Resolution pullable =
        new Resolution.Pullable(new Digest("sha256", "0".repeat(64)), List.of(), content, evidence);
    return new Policy(Levels.DEFAULT, actions, limits)
        .judge(
            new Workload(
                "Pod", "web", "shop", false, "", List.of(), Placement.ANYWHERE, List.of(image)),
            Map.of(image, pullable),
            Map.of());
  }

  @Test
  void whatIsTooLargeAndTooOldIsDeniedForBoth() {
    Verdict verdict = judge(LIMITS, Actions.DEFAULT, content(12 * GIB + 1, Duration.ofDays(400)));
    assertThat(((Verdict.Deny) verdict).findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.IMAGE_TOO_LARGE, Reason.IMAGE_TOO_OLD);
    assertThat(((Verdict.Deny) verdict).findings())
        .extracting(Finding::problem)
        .satisfiesExactly(
            it -> assertThat(it).contains("12.0 GiB", "10.0 GiB"),
            it -> assertThat(it).contains("400 days", "90 days"));
  }

  @Test
  void whatIsJustAllowedIsAllowed() {
    assertThat(judge(LIMITS, Actions.DEFAULT, content(10 * GIB, Duration.ofDays(90))))
        .isEqualTo(new Verdict.Admit(List.of(), List.of()));
  }

  @Test
  void whatIsNotKnownExceedsNoLimit() {
    Limits least = new Limits(OptionalLong.of(0), Optional.of(Duration.ZERO));
    assertThat(judge(least, Actions.DEFAULT, Content.UNKNOWN))
        .isEqualTo(new Verdict.Admit(List.of(), List.of()));
  }

  @Test
  void withoutLimitsNothingIsTooLargeOrTooOld() {
    assertThat(Limits.NONE.forbid(content(Long.MAX_VALUE, Duration.ofDays(9_999)))).isFalse();
    assertThat(LIMITS.forbid(content(10 * GIB + 1, Duration.ZERO))).isTrue();
    assertThat(LIMITS.forbid(content(0, Duration.ofDays(91)))).isTrue();
  }

  @Test
  void anActionOfTheReasonCounts() {
    Actions warn =
        new Actions(
            Map.of(Reason.IMAGE_TOO_LARGE, ValidationAction.WARN),
            ValidationAction.WARN,
            ValidationAction.WARN);
    assertThat(judge(LIMITS, warn, content(11 * GIB, Duration.ZERO)))
        .isInstanceOfSatisfying(
            Verdict.Admit.class,
            it ->
                assertThat(it.warnings())
                    .extracting(Finding::reason)
                    .containsExactly(Reason.IMAGE_TOO_LARGE));
  }
}
