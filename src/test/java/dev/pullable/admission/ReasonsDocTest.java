package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.resolution.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page that every denial sends its reader to. `-Dgolden.write=true` writes the messages.
class ReasonsDocTest {
  private static final Path PAGE = Path.of("docs", "reasons.md");
  private static final Pattern SECTION =
      Pattern.compile(
          """
          ^## (\\w+)

          \\*\\*Message\\*\\*

          ```text
          (.*?)```

          \\*\\*Cause\\*\\*

          (.+?)

          \\*\\*How to confirm\\*\\*

          ```sh
          (.+?)
          ```

          \\*\\*Fix\\*\\*

          (.+?)
          $\
          """,
          Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void everyReasonHasItsSectionInTheOrderOfTheReasons() throws IOException {
    String page = Files.readString(PAGE);
    List<String> words = Arrays.stream(Reason.values()).map(Reason::word).toList();
    assertThat(SECTION.matcher(page).results().map(it -> it.group(1)))
        .containsExactlyElementsOf(words);
    assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSize(words.size());
    assertThat(SECTION.matcher(page).results())
        .allSatisfy(it -> {
          assertThat(it.group(3)).as("cause of " + it.group(1)).isNotBlank();
          assertThat(it.group(4)).as("how to confirm " + it.group(1)).isNotBlank();
          assertThat(it.group(5)).as("fix of " + it.group(1)).isNotBlank();
        });
  }

  @Test
  void theMessagesAreThoseThatArePrinted() throws IOException {
    String page = Files.readString(PAGE);
    String printed =
        SECTION
            .matcher(page)
            .replaceAll(it -> Matcher.quoteReplacement(withMessage(it, message(it.group(1)))));
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(PAGE, printed);
    }
    assertThat(page).isEqualTo(printed);
  }

  private static String withMessage(MatchResult section, String message) {
    int from = section.start(2) - section.start();
    int to = section.end(2) - section.start();
    return new StringBuilder(section.group()).replace(from, to, message).toString();
  }

  private static String message(String word) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.word().equals(word))
        .map(reason -> GoldenCases.of(reason).printed())
        .findFirst()
        .orElseThrow();
  }
}
