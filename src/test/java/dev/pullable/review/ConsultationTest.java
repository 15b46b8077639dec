package dev.pullable.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advisor;
import dev.pullable.advice.Refused;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Placement;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ValidationAction;
import dev.pullable.resolution.Reason;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsultationTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestRegistry registry = TestRegistry.start();
  private final TestEngine engine = TestEngine.plain(registry.authority());
  private final ConcurrentLinkedQueue<Refused> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Duration> given = new ConcurrentLinkedQueue<>();
  private Policy policy = Policy.DEFAULT;
  private Advisor advisor = (_, _) -> Advice.NONE;

  @BeforeEach
  void push() {
    registry.push("shop/web", "1.0", TestImages.image("linux", "amd64"));
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    registry.close();
  }

  private Review review(Duration budget, String... tags) {
    List<ContainerImage> images = new ArrayList<>();
    for (String tag : tags) {
      images.add(
          new ContainerImage(
              "spec.containers[" + images.size() + "].image",
              ContainerImage.Kind.CONTAINER,
              "c" + images.size(),
              registry.authority() + "/shop/web:" + tag,
              ContainerImage.PullPolicy.ALWAYS));
    }
    return engine
        .advisedBy(
            policy,
            (refused, deadline) -> {
              asked.add(refused);
              given.add(deadline.remaining());
              return advisor.advise(refused, deadline);
            })
        .review(
            new Workload("Pod", "web", "shop", false, "", List.of(), Placement.ANYWHERE, images),
            Deadline.in(budget));
  }

  private static Policy policy(Levels levels, Map<Reason, ValidationAction> byReason) {
    return new Policy(
        levels, new Actions(byReason, ValidationAction.WARN, ValidationAction.WARN), Limits.NONE);
  }

  @Test
  void onlyWhatWasRefusedIsTalkedOverAndOnce() {
    review(LONG, "1.0", "2.0", "2.0");
    assertThat(asked)
        .hasSize(1)
        .first()
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(Reason.TAG_NOT_FOUND);
          assertThat(refused.image().image()).endsWith(":2.0");
          assertThat(refused.context().namespace()).isEqualTo("shop");
          assertThat(refused.latestForbidden()).isFalse();
        });
    assertThat(given).allMatch(span -> span.compareTo(Duration.ofSeconds(1)) <= 0);
  }

  @Test
  void fiveImagesAreTalkedOverAtMost() {
    String[] tags = IntStream.range(0, 20).mapToObj(i -> "missing" + i).toArray(String[]::new);
    assertThat(review(LONG, tags).verdict().denied()).hasSize(20);
    assertThat(asked).hasSize(5);
  }

  @Test
  void anAdvisorThatHangsTakesASecondAndNothingElse() {
    advisor =
        (_, _) -> {
          LockSupport.parkNanos(Duration.ofSeconds(60).toNanos());
          return Advice.NONE;
        };
    long start = System.nanoTime();
    assertThat(review(LONG, "2.0", "3.0", "4.0").verdict().denied()).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
  }

  @Test
  void anAdvisorThatFailsHarmsNoVerdict() {
    advisor =
        (_, _) -> {
          throw new IllegalStateException("bug");
        };
    assertThat(review(LONG, "2.0").verdict().denied()).hasSize(1);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whereLittleTimeIsLeftNobodyIsAsked() {
    registry.fault(
        "shop",
        (answer, _) -> {
          Thread.sleep(1_800);
          return answer;
        });
    Duration budget = Duration.ofSeconds(2);
    long start = System.nanoTime();
    review(budget, "1.0", "App:2.0");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(budget.plusSeconds(1));
    assertThat(asked).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereNobodyIsTold() {
    policy = policy(new Levels(Level.OFF, Level.OFF, Level.PINNED), Map.of());
    review(LONG, "2.0");
    policy = policy(Levels.DEFAULT, Map.of(Reason.TAG_NOT_FOUND, ValidationAction.AUDIT));
    review(LONG, "2.0");
    assertThat(asked).isEmpty();
    policy = policy(new Levels(Level.OFF, Level.PULLABLE, Level.OFF), Map.of());
    review(LONG, "2.0");
    assertThat(asked).hasSize(1);
  }

  @Test
  void theAdvisorKnowsWhereLatestIsForbidden() {
    policy = policy(new Levels(Level.TAGGED, Level.OFF, Level.OFF), Map.of());
    review(LONG, "2.0");
    assertThat(asked).hasSize(1).allMatch(Refused::latestForbidden);
  }
}
