package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.metrics.PolicyMetrics;
import dev.pullable.policy.ClusterPolicy;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.ValidationAction;
import dev.pullable.resolution.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// A policy that changes while the process runs.
@ExtendWith(OutputCaptureExtension.class)
class LivePolicyTest {
  private final StandardEnvironment environment = new StandardEnvironment();
  private final LivePolicy policy = policy();

  private LivePolicy policy() {
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "configured",
                Map.of(
                    "pullable.policy.enforce", "off",
                    "pullable.policy.warn", "tagged",
                    "pullable.policy.exempt.namespaces", "old",
                    "pullable.policy.actions[TagNotFound]", "warn")));
    ClusterPolicy configured =
        Binder.get(environment)
            .bind("pullable.policy", PullableProperties.Policy.class)
            .get()
            .cluster();
    return new LivePolicy(
        configured,
        new PolicyDocument(environment),
        List.of(
            new UnknownSettingAnalyzer(),
            new BadSettingAnalyzer(),
            new RefusedSettingAnalyzer(environment)));
  }

  private double valid() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    new PolicyMetrics(policy::valid).bindTo(meters);
    return meters.get("pullable.policy.valid").gauge().value();
  }

  private Levels levels() {
    return policy.get().standard().levels();
  }

  @Test
  void whatItSaysCountsKeyByKeyBeforeTheRest() {
    policy.read(
        Optional.of(
            """
            enforce: pinned
            audit: off
            inconclusive: audit
            actions:
              RateLimited: deny
            exempt:
              namespaces: [legacy]
              images: ["docker.io/library/*"]
            max-image-size: 2GB
            max-image-age: 365d
            """));

    assertThat(levels()).isEqualTo(new Levels(Level.PINNED, Level.TAGGED, Level.OFF));
    assertThat(policy.get().standard().actions().byReason())
        .containsEntry(Reason.RATE_LIMITED, ValidationAction.DENY)
        .containsEntry(Reason.TAG_NOT_FOUND, ValidationAction.WARN);
    assertThat(policy.get().standard().actions().inconclusive()).isEqualTo(ValidationAction.AUDIT);
    assertThat(policy.get().standard().limits().size()).isEqualTo(OptionalLong.of(2L << 30));
    assertThat(policy.get().standard().limits().age()).contains(Duration.ofDays(365));
    assertThat(policy.get().exemptions().namespaces()).containsExactly("legacy");
    assertThat(policy.get().exemptions().images().contain("nginx")).isTrue();
    assertThat(valid()).isEqualTo(1.0);
  }

  @Test
  void withoutItTheConfiguredPolicyCounts() {
    Levels configured = new Levels(Level.OFF, Level.TAGGED, Level.PULLABLE);
    assertThat(levels()).isEqualTo(configured);
    policy.read(Optional.of("enforce: pinned"));
    assertThat(levels()).isNotEqualTo(configured);

    policy.read(Optional.empty());

    assertThat(levels()).isEqualTo(configured);
    policy.read(Optional.of(""));
    assertThat(levels()).isEqualTo(configured);
    assertThat(valid()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enforce: pined             | pullable.policy.enforce = pined  | pinned (whatever has no digest",
        "enforced: pinned           | pullable.policy.enforced         | did you mean pullable.policy.enforce?",
        "actions: {TagNotFond: warn}| TagNotFond                       | did you mean TagNotFound?",
        "actions: {TagNotFound: wrn}| pullable.policy.actions          | deny, warn or audit",
        "exempt: {images: [nginx]}  | nginx                            | docker.io/library/nginx",
        "max-image-age: -1d         | pullable.policy.max-image-age    | above zero",
        "config-map: other          | pullable.policy.config-map       | cannot be said in it",
        "'enforce: ['               | policy.yaml                      | not YAML",
        "- enforce                  | policy.yaml                      | ",
        "enforce: ${no.such}        | pullable.policy.enforce          | pinned (whatever has no digest",
      })
  void aMalformedOneLeavesTheLastInForceAndIsLogged(
      String text, String what, String remedy, CapturedOutput output) {
    policy.read(Optional.of("enforce: tagged"));
    ClusterPolicy before = policy.get();

    policy.read(Optional.of(text));

    assertThat(policy.get()).isEqualTo(before);
    assertThat(valid()).isZero();
    assertThat(output.getAll().lines().filter(it -> it.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("The policy stays as it is", what, remedy == null ? "" : remedy);

    policy.read(Optional.of("enforce: pinned"));

    assertThat(levels().enforce()).isEqualTo(Level.PINNED);
    assertThat(valid()).isEqualTo(1.0);
  }

  @Test
  @Timeout(20)
  void aBombOfAliasesIsMalformed(CapturedOutput output) {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    policy.read(Optional.of(bomb.toString()));

    assertThat(valid()).isZero();
    assertThat(output.getAll()).contains("cannot be used");
  }
}
