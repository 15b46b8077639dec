package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.resolution.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page that says what each reason rests on.
class DoubtsPageTest {

  @Test
  void everyReasonIsExplained() throws IOException {
    String page = Files.readString(Path.of("docs/doubts.md"));
    assertThat(Arrays.stream(Reason.values()).map(Reason::word))
        .allSatisfy(word ->
            assertThat(Pattern.compile("\\b" + word + "\\b").matcher(page).find())
                .as(word)
                .isTrue());
  }
}
