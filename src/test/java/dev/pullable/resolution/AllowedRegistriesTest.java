package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Keyring;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.Placement;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ValidationAction;
import dev.pullable.policy.Verdict;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import dev.pullable.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedRegistriesTest {
  private final AtomicInteger asked = new AtomicInteger();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|| nginx | true",
        "docker.io || nginx | true",
        "docker.io || index.docker.io/library/nginx | true",
        "docker.io || quay.io/a/b | false",
        "DOCKER.io || nginx | true",
        "*.example.com || reg.example.com/a | true",
        "*.example.com || REG.example.com/a | true",
        "*.example.com || a.reg.example.com/a | false",
        "*.example.com || example.com/a | false",
        "reg.example.com || reg.example.com:5000/a | true",
        "reg.example.com:5000 || reg.example.com:5000/a | true",
        "reg.example.com:5000 || reg.example.com/a | false",
        "reg.example.com:5000 || reg.example.com:5001/a | false",
        "| quay.io | quay.io/a/b | false",
        "| quay.io | quay.io:443/a/b | false",
        "| quay.io | nginx | true",
        "*.example.com | evil.example.com | evil.example.com/a | false",
        "| docker.io | library/nginx | false",
        "| 10.*.*.* | 10.1.2.3:5000/a | false",
        "my_host || my_host/a/b | false"
      })
  void aRegistryIsKnownByItsNameInReferences(
      String allowed, String denied, String image, boolean contained) {
    AllowedRegistries registries = new AllowedRegistries(list(allowed), list(denied));

    assertThat(registries.contains((ImageReference) ImageReferenceParser.parse(image)))
        .isEqualTo(contained);
  }

  private static List<String> list(String written) {
    return written == null ? List.of() : List.of(written);
  }

  @Test
  void aForbiddenRegistryIsNotAskedAndItsImageIsDeniedAsPolicySays() {
    ContainerImage image = image("evil.example/a:1", PullPolicy.ALWAYS);
    Resolution resolution = resolve(image);

    assertThat(resolution)
        .isInstanceOfSatisfying(
            Resolution.Inconclusive.class,
            it -> assertThat(it.reason()).isEqualTo(Reason.REGISTRY_NOT_ALLOWED));
    assertThat(asked).hasValue(0);
    assertThat(judge(Policy.DEFAULT, image, resolution))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            it ->
                assertThat(it.findings().getFirst().problem())
                    .isEqualTo(
                        "\"evil.example/a:1\" must not be pulled: images from evil.example are not"
                            + " allowed in this cluster"));
    Policy warning =
        new Policy(
            new Levels(Level.OFF, Level.PULLABLE, Level.PULLABLE),
            new Actions(Map.of(), ValidationAction.AUDIT, ValidationAction.AUDIT),
            Limits.NONE);
    assertThat(judge(warning, image, resolution))
        .isInstanceOfSatisfying(Verdict.Admit.class, it -> assertThat(it.warnings()).hasSize(1));
  }

  @Test
  void whatIsNotLookedAtForOtherReasonsIsForbiddenAllTheSame() {
    ContainerImage image = image("evil.example/a:1", PullPolicy.ALWAYS);

    assertThat(resolver().outOfTime(image)).isEqualTo(resolve(image));
    assertThat(resolver().overTheLimit(image, 100)).isEqualTo(resolve(image));
  }

  @Test
  void whatIsNeverPulledIsNotForbidden() {
    assertThat(resolve(image("evil.example/a:1", PullPolicy.NEVER)))
        .isInstanceOf(Resolution.NotPulled.class);
  }

  @Test
  void anAllowedRegistryIsAsked() {
    resolve(image("good.example/a:1", PullPolicy.ALWAYS));

    assertThat(asked).hasPositiveValue();
  }

  private static Verdict judge(Policy policy, ContainerImage image, Resolution resolution) {
    return policy.judge(
        new Workload(
            "Pod", "web", "shop", false, "", List.of(), Placement.ANYWHERE, List.of(image)),
        Map.of(image, resolution),
        Map.of());
  }

  private static ContainerImage image(String image, PullPolicy policy) {
    return new ContainerImage(
        "spec.containers[0].image", ContainerImage.Kind.CONTAINER, "c", image, policy);
  }

  private ImageResolver resolver() {
    Registry registry =
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            asked.incrementAndGet();
            return new Refusal.Busy();
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            asked.incrementAndGet();
            return new Refusal.Busy();
          }
        };
    return new ImageResolver(
        new PullPlanner(new Endpoints(Set.of())),
        registry,
        new NodeCredentials(List.of()),
        new AllowedRegistries(List.of(), List.of("evil.example")),
        TokenExpiry.NOT_FORESEEN);
  }

  private Resolution resolve(ContainerImage image) {
    return resolver()
        .resolve(
            image,
            new PullContext(
                "shop",
                Keyring.of(List.of()),
                new PullContext.Secrets(List.of(), List.of(), List.of(), Optional.empty(), false),
                new EligiblePlatforms(List.of(), List.of())),
            Deadline.in(Duration.ofSeconds(5)));
  }
}
