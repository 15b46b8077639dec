package dev.pullable.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pullable.conformance.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any string is a reference just where the grammar as distribution/reference publishes it, a
/// regular expression, says so; and a reference stays the same however it is written again.
class ImageReferenceFuzzTest {
  // Regular expressions go back and forth, which costs too much on long strings.
  private static final int LONGEST_FOR_GRAMMAR = 300;

  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(?:"
              + HOST
              + ")/)?"
              + COMPONENT
              + "(?:/"
              + COMPONENT
              + ")*"
              + "(?::[0-9A-Za-z_][0-9A-Za-z_.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

  static Stream<byte[]> seeds() {
    return Vectors.cases("references.json")
        .map(it -> it.getPayload().required("image").asText().getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aReferenceIsWhatTheGrammarSaysAndReadsBack(byte[] bytes) {
    String written = new String(bytes, StandardCharsets.UTF_8);
    ParsedReference parsed = ImageReferenceParser.parse(written);
    assertThat(parsed.written()).isEqualTo(written);
    switch (parsed) {
      case InvalidReference(var _, var problem, String detail) -> {
        assertThat(detail).matches("[ -~]{1,300}");
        if (problem == InvalidReference.Problem.FORMAT) {
          assertThat(matchesGrammar(written)).isNotEqualTo(true);
        }
      }
      case ImageReference reference -> check(reference);
    }
  }

  private static boolean matchesGrammar(String written) {
    HostSplit split = HostSplit.of(written);
    return written.length() <= LONGEST_FOR_GRAMMAR
        && GRAMMAR.matcher(split.domain() + "/" + split.remainder()).matches();
  }

  private static void check(ImageReference reference) {
    assertThat(
            reference.written().length() > LONGEST_FOR_GRAMMAR
                || matchesGrammar(reference.written()))
        .isTrue();
    assertThat(reference.path()).hasSizeLessThanOrEqualTo(255);
    String canonical = reference.canonical();
    assertThat(again(canonical))
        .isEqualTo(
            new ImageReference(
                canonical,
                reference.domain(),
                reference.path(),
                reference.tag(),
                reference.digest()));
    String pulled = reference.containerdReference();
    assertThat(again(reference.pullSpec()).containerdReference()).isEqualTo(pulled);
    assertThat(again(pulled).containerdReference()).isEqualTo(pulled);
  }

  private static ImageReference again(String written) {
    return (ImageReference) ImageReferenceParser.parse(written);
  }
}
