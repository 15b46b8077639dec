package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.policy.NamespaceReview.Marks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceReviewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final NamespaceReview review =
      new NamespaceReview(() -> Levels.DEFAULT, InstantSource.fixed(NOW));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "pullable.dev/enforce=pinned  | -",
        "pullable.dev/warn=off        | -",
        "pullable.dev/ignore=anything | -",
        "team=pined                   | -",
        "pullable.dev/enforce=pined   | label pullable.dev/enforce: \"pined\" is no level (off, pullable, tagged, pinned), so the default, pullable, is in force; did you mean pinned?",
        "pullable.dev/audit=Pinned    | label pullable.dev/audit: \"Pinned\" is no level (off, pullable, tagged, pinned), so the default, pullable, is in force; did you mean pinned?",
        "pullable.dev/warn=xyzzyx     | label pullable.dev/warn: \"xyzzyx\" is no level (off, pullable, tagged, pinned), so the default, pullable, is in force",
        "pullable.dev/enforced=pinned | label pullable.dev/enforced means nothing to Pullable; did you mean pullable.dev/enforce?",
        "pullable.dev/break-glass=x   | label pullable.dev/break-glass means nothing: it is an annotation",
      })
  void aSlipInALabelIsTold(String label, String problem) {
    assertThat(review.problems(Marks.NONE, new Marks(entry(label), Map.of())))
        .isEqualTo(problem == null ? List.of() : List.of(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "exempt-images=reg.io/a,docker.io/library/* | -",
        "exempt-images=nginx | annotation pullable.dev/exempt-images: \"nginx\" exempts nothing: it begins with the registry, such as docker.io/library/nginx",
        "break-glass=2026-11-21T18:00:00Z INC-1 restoring | -",
        "break-glass=2026-11-21T18:00:00Z | annotation pullable.dev/break-glass is not in force: there is no reason after the end",
        "break-glass=6 pm INC-1 | annotation pullable.dev/break-glass is not in force: it does not begin with its end, such as 2026-11-21T18:00:00Z",
        "break-glass=2026-11-20T18:00:00Z INC-1 | annotation pullable.dev/break-glass is not in force: it ended at 2026-11-20T18:00:00Z",
        "break-glass=2026-12-20T18:00:00Z INC-1 | annotation pullable.dev/break-glass is not in force: 2026-12-20T18:00:00Z is more than 24 hours from now",
        "enforce=off | annotation pullable.dev/enforce means nothing: it is a label",
      })
  void aSlipInAnAnnotationIsTold(String annotation, String problem) {
    Marks marks = new Marks(Map.of(), entry("pullable.dev/" + annotation));

    assertThat(review.problems(Marks.NONE, marks))
        .isEqualTo(problem == null ? List.of() : List.of(problem));
  }

  @Test
  void ofAnUpdateOnlyWhatItChangesIsTold() {
    Map<String, String> labels = Map.of("pullable.dev/enforce", "pined");
    Map<String, String> annotations = Map.of("pullable.dev/break-glass", "long ago");
    Marks before = new Marks(labels, annotations);

    assertThat(review.problems(before, before)).isEmpty();
    assertThat(
            review.problems(before, new Marks(Map.of("pullable.dev/enforce", "pind"), annotations)))
        .singleElement()
        .asString()
        .contains("\"pind\"");
    assertThat(review.problems(before, Marks.NONE)).isEmpty();
  }

  @Test
  void hostileMarksAreToldBrieflyAndInPrintableText() {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      labels.put("pullable.dev/\u001b[31m\n" + i + "x".repeat(1_000), "\u202e");
    }
    labels.put("pullable.dev/enforce", "\u001b[31m\n" + "x".repeat(100_000));
    Map<String, String> annotations =
        Map.of(
            "pullable.dev/exempt-images",
            "\u001b,".repeat(31) + "x".repeat(100_000),
            "pullable.dev/break-glass",
            "\u0000".repeat(100_000));

    List<String> problems = review.problems(Marks.NONE, new Marks(labels, annotations));

    assertThat(problems)
        .hasSize(10)
        .allSatisfy(it ->
            assertThat(it).hasSizeLessThan(400).matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+"));
    assertThat(problems.getLast()).matches("and \\d+ more of the like");
  }

  private static Map<String, String> entry(String written) {
    String[] parts = written.split("=", 2);
    return Map.of(parts[0], parts[1]);
  }
}
