package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice;
import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.Place;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// What holds for each form.
class EveryReportTest {
  private static final String SEED = "s33d";

  static final class Arguments {
    @Option(names = "--output")
    private OutputFormat format;
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void aFormIsNamedInLowerCase(OutputFormat format) {
    Arguments arguments = new Arguments();
    new CommandLine(arguments).parseArgs("--output", format.toString());
    assertThat(arguments.format).isEqualTo(format);
    assertThat(format.toString()).isLowerCase();
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void nothingThatATerminalActsUponIsPrinted(OutputFormat format) {
    String printed = CheckResults.printed(format, CheckResults.nasty());
    assertThat(printed.codePoints().filter(EveryReportTest::isActedUpon)).isEmpty();
  }

  private static boolean isActedUpon(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void nothingThatAPipelineTakesForACommandIsPrinted(OutputFormat format) {
    String printed = CheckResults.printed(format, CheckResults.nasty());
    assertThat(printed).doesNotContain("##[", "##vso[");
    assertThat(printed.lines())
        .filteredOn(line -> line.strip().startsWith("::"))
        .allMatch(
            line -> format == OutputFormat.GITHUB && line.matches("::(error|warning|notice) .*"))
        .noneMatch(line -> line.startsWith("::error::"));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"JSON", "SARIF", "JUNIT"})
  void whatIsForProgramsHasTheSameBytesInEveryCharset(OutputFormat format) {
    String printed = CheckResults.printed(format, CheckResults.nasty());
    assertThat(printed.codePoints()).allMatch(point -> point < 0x7f);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void whatPeopleWriteIntoImagesIsToldToNobody(OutputFormat format) {
    String printed = CheckResults.printed(format, seeded());
    assertThat(printed).contains("CredentialsInReference").doesNotContain(SEED);
  }

  @Test
  void theSeedsWereSown() {
    assertThat(seeded().workloads().getFirst().review().workload().images())
        .hasSize(3)
        .allMatch(image -> image.image().contains(SEED));
    assertThat(seeded().count(Severity.DENY)).isEqualTo(3);
  }

  private static CheckResult seeded() {
    PodBuilder pod = new PodBuilder().withNewMetadata().withName("web").endMetadata();
    for (String image :
        List.of(
            "ana:" + SEED + "@reg.example.com/x:1",
            "reg.example.com/shop/web:1?token=" + SEED,
            "https://ana:" + SEED + "@reg.example.com/x:1")) {
      pod.editOrNewSpec()
          .addNewContainer()
          .withName("c" + image.length())
          .withImage(image)
          .endContainer()
          .endSpec();
    }
    Workload workload = new WorkloadReader(Set.of()).read(pod.build(), "shop").orElseThrow();
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    Map<ContainerImage, Advice> advices = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      Evidence evidence =
          new Evidence(ImageReferenceParser.parse(image.image()), List.of(), "", "");
      resolutions.put(image, new Resolution.Unpullable(Reason.CREDENTIALS_IN_REFERENCE, evidence));
      advices.put(image, Advice.NONE);
    }
    Policy policy =
        new Policy(
            new Levels(Level.PULLABLE, Level.PULLABLE, Level.PULLABLE),
            Actions.DEFAULT,
            Limits.NONE);
    LocatedManifest object =
        new LocatedManifest(
            new KubernetesManifest("pod.yaml", Map.of("apiVersion", "v1", "kind", "Pod")),
            Place.start("pod.yaml"),
            LocatedManifest.Places.NONE);
    Review review = new Review(workload, resolutions, policy.judge(workload, resolutions, advices));
    return new CheckResult(
        List.of(new CheckedWorkload(object, review)), List.of(), 1, 1, Duration.ofMillis(1));
  }
}
