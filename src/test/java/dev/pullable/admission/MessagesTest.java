package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.Finding;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.resolution.Reason;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.Kind;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final String APPLY = " | kubectl apply -n shop -f -";

  @Test
  void theFirstLineOfADenialHasTheFieldTheImageAndTheCause() {
    String message = denial(List.of(finding(0, "Reg.io/App:1.O"), finding(1, "b")));

    assertThat(message.lines())
        .containsExactly(
            "spec.containers[0].image: \"Reg.io/App:1.O\" cannot be pulled [TagNotFound]",
            "  Push Reg.io/App:1.O.",
            "spec.containers[1].image: \"b\" cannot be pulled [TagNotFound]",
            "  Push b.");
    assertThat(message).doesNotEndWith("\n");
  }

  @Test
  void commandsThatEachChangeTheFileAreGivenAsOne() {
    String message =
        denial(
            List.of(
                finding(0, "a", "kubectl set image -f FILE a=x --local -o yaml" + APPLY),
                finding(1, "b", "Ask somebody.", "kubectl patch -f FILE --local -p '{}'" + APPLY),
                finding(2, "c", "kubectl set image deployment/web c=y -n shop"),
                finding(3, "d", "kubectl set image -f FILE a=x --local -o yaml" + APPLY)));

    assertThat(message)
        .endsWith(
            "\nAll at once:\n  kubectl set image -f FILE a=x --local -o yaml"
                + " | kubectl patch -f - --local -p '{}'"
                + APPLY);
  }

  @Test
  void oneCommandIsNotGivenTwice() {
    String command = "kubectl set image -f FILE a=x --local -o yaml" + APPLY;

    assertThat(denial(List.of(finding(0, "a", command), finding(1, "b", command))))
        .doesNotContain("All at once");
  }

  @Test
  void aCauseOfTenContainersIsToldOnce() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      findings.add(finding(i, "app"));
    }

    assertThat(denial(findings).lines())
        .containsExactly(
            "spec.containers[0].image (and 9 more): \"app\" cannot be pulled [TagNotFound]",
            "  Push app.");
    assertThat(Messages.warnings(findings))
        .containsExactly(
            "spec.containers[0].image (and 9 more): \"app\" cannot be pulled [TagNotFound]");
  }

  @Test
  void aCauseWithoutARemedyIsOneLine() {
    Finding finding =
        new Finding(Reason.DNS_FAILURE, image(0, "a"), "\"a\" is not there", List.of(), List.of());

    assertThat(denial(List.of(finding)))
        .isEqualTo("spec.containers[0].image: \"a\" is not there [DnsFailure]");
  }

  @Test
  void fiftyBadImagesAreStillReadable() {
    String message = denial(findings(50));

    assertThat(message.lines()).hasSize(21);
    assertThat(message).endsWith("\nand 40 more images");
    assertThat(denial(findings(10)).lines()).hasSize(20);
    assertThat(denial(findings(11))).endsWith("\nand 1 more image");
  }

  @Test
  void thereAreAtMostTenWarnings() {
    assertThat(Messages.warnings(findings(10))).hasSize(10).noneMatch(it -> it.startsWith("and"));
    assertThat(Messages.warnings(findings(11))).hasSize(10).last().isEqualTo("and 2 more images");
    assertThat(Messages.warnings(findings(500)))
        .hasSize(10)
        .last()
        .isEqualTo("and 491 more images");
  }

  @Test
  void noFindingsAreNoWarnings() {
    assertThat(Messages.warnings(List.of())).isEmpty();
  }

  @Test
  void warningsStayWithinWhatTheServerPassesOnWhole() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      findings.add(finding(i, i + "\uD83D\uDE00".repeat(400)));
    }

    List<String> warnings = Messages.warnings(findings);

    assertThat(warnings.stream().mapToInt(it -> it.codePointCount(0, it.length())).sum())
        .isLessThan(4096);
    assertThat(warnings.subList(0, 9))
        .allSatisfy(it -> {
          assertThat(it.codePointCount(0, it.length())).isEqualTo(256);
          assertThat(it).endsWith("\uD83D\uDE00…");
        });
  }

  @Test
  void nothingThatATerminalOrTheServerWouldActUponGetsThrough() {
    String hostile = "a\nb\tc\rd\u0000e\u001b[31mf\u007fg\u0085h\u2028i";
    List<Finding> findings =
        List.of(
            new Finding(
                Reason.TAG_NOT_FOUND, image(0, "x"), hostile, List.of(), List.of("do " + hostile)));

    String expected = "a b c d e [31mf g h i";
    assertThat(Messages.warnings(findings))
        .containsExactly("spec.containers[0].image: " + expected + " [TagNotFound]");
    assertThat(denial(findings).lines())
        .containsExactly(
            "spec.containers[0].image: " + expected + " [TagNotFound]", "  do " + expected);
  }

  @Test
  void warningsDoNotSayThatTheyAreOne() {
    assertThat(Messages.warnings(findings(12)))
        .noneMatch(it -> it.startsWith("Warning:"))
        .noneMatch(String::isBlank)
        .doesNotHaveDuplicates();
  }

  /// Without its last line, which says where to read on.
  private static String denial(List<Finding> findings) {
    String message = Messages.denial(findings, ReasonsPage.DEFAULT);
    String readOn = "\nRead on: docs/reasons.md#";
    assertThat(message).contains(readOn).doesNotEndWith("\n");
    return message.substring(0, message.lastIndexOf(readOn));
  }

  private static List<Finding> findings(int count) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      findings.add(finding(i, "app-" + i));
    }
    return findings;
  }

  private static Finding finding(int index, String image) {
    return finding(index, image, "Push " + image + ".");
  }

  private static Finding finding(int index, String image, String... remedy) {
    return new Finding(
        Reason.TAG_NOT_FOUND,
        image(index, image),
        "\"" + image + "\" cannot be pulled",
        List.of(),
        List.of(remedy));
  }

  private static ContainerImage image(int index, String image) {
    return new ContainerImage(
        "spec.containers[" + index + "].image",
        Kind.CONTAINER,
        "c" + index,
        image,
        PullPolicy.ALWAYS);
  }
}
