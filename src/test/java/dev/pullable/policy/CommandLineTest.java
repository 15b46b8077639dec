package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Property(tries = 200)
  void aShellReadsAWordBackAsItWas(
      @ForAll
          @NotEmpty
          @AlphaChars
          @NumericChars
          @Chars({
            '\'', '"', '\\', '$', '`', ' ', '!', '*', '?', '[', '{', '}', '(', ')', '<', '>', '|',
            '&', ';', '~', '#', '=', '-', '%', 'ü'
          })
          String word)
      throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s' " + CommandLine.quoted(word)).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(printed).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx:1.27", "web=reg.io:5000/a/b@sha256:0", "a+b%c,d_e"})
  void whatMeansNothingToAShellIsNotQuoted(String word) {
    assertThat(CommandLine.quoted(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u001b[31m", "x\u202ey", "\u0000"})
  void whatATerminalActsUponMakesNoCommand(String word) {
    assertThat(CommandLine.of("kubectl").word(word).line()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-n", "--all", "A", "a_b", "a;b", "$(reboot)", "a'b", "a..b", "a-"})
  void whatNoObjectCanBeCalledMakesNoCommand(String name) {
    assertThat(CommandLine.of("kubectl delete secret").name(name).line()).isEmpty();
    assertThat(CommandLine.of("kubectl patch").object("deployment", name).line()).isEmpty();
    assertThat(CommandLine.of("kubectl").name("a".repeat(254)).line()).isEmpty();
  }

  @Test
  void theWordsOfACommandStandInTheirOrder() {
    Optional<String> line =
        CommandLine.of("kubectl set image")
            .object("deployment", "web.v1")
            .word("web=nginx:1.27")
            .in("shop")
            .then("| cat")
            .line();
    assertThat(line).contains("kubectl set image deployment/web.v1 web=nginx:1.27 -n shop | cat");
    assertThat(CommandLine.of("kubectl").in("").line()).contains("kubectl");
  }
}
