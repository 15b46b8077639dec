package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice;
import dev.pullable.platform.Placement;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workloads of kinds that kubectl's commands do not know.
class OtherKindsTest {
  private static final ContainerImage IMAGE =
      new ContainerImage(
          "spec.template.spec.containers[0].image",
          ContainerImage.Kind.CONTAINER,
          "web",
          "reg.io/web:1",
          ContainerImage.PullPolicy.ALWAYS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rollout.argoproj.io",
        "StatefulSet.apps.kruise.io",
        "Service.serving.knative.dev"
      })
  void kubectlIsNotSaidToChangeThem(String kind) {
    Commands commands = new Commands(workload(kind, List.of("regcred")), IMAGE);
    assertThat(commands.setImage("reg.io/web:2")).isEmpty();
    assertThat(commands.nameSecret("other")).isEmpty();
    assertThat(commands.selectArchitecture("arm64")).isEmpty();
    assertThat(commands.pullIfNotPresent()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LATEST_TAG", "DIGEST_MISSING"})
  void noRemedyHasACommandThatChangesThem(Reason reason) {
    Evidence evidence =
        new Evidence(ImageReferenceParser.parse(IMAGE.image()), List.of(), "regcred", "");
    Workload workload = workload("Rollout.argoproj.io", List.of("regcred"));
    Verdict verdict =
        Policy.DEFAULT.judge(
            workload,
            Map.of(IMAGE, new Resolution.Unpullable(reason, evidence)),
            Map.of(IMAGE, Advice.NONE));
    assertThat(verdict.denied())
        .singleElement()
        .satisfies(it ->
            assertThat(it.toString())
                .doesNotContain("set image", "kubectl patch -f", "which cannot be changed"));
  }

  private static Workload workload(String kind, List<String> secrets) {
    return new Workload(kind, "web", "shop", true, "", secrets, Placement.ANYWHERE, List.of(IMAGE));
  }
}
