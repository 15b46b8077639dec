package dev.pullable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> served = new ArrayList<>();

  @Test
  void serveHandsItsArgumentsOnAsTheyAre() {
    assertThat(run("serve", "--server.port=1", "word", "--debug", "@file", "-Dx=y", "--a=\"b c\""))
        .as(err::toString)
        .isZero();

    assertThat(served)
        .containsExactly(
            "--server.port=1", "word", "--debug", "@file", "-Dx=y", "--a=\"b c\"", "(served)");
  }

  @Test
  void serveWithoutArgumentsServes() {
    assertThat(run("serve")).isZero();

    assertThat(served).containsExactly("(served)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "certs --help", "help", "help certs"})
  void everyCommandHelps(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();

    assertThat(out.toString()).contains("Usage: pullable");
    assertThat(served).isEmpty();
  }

  @Test
  void serveTellsOfEverySetting() {
    assertThat(run("serve", "--help")).isZero();

    // Wrapped to the terminal, at any character.
    String help = out.toString().replaceAll("\\s+", "");
    for (Setting setting : Setting.all()) {
      assertThat(help)
          .contains(
              (setting.argument() + setting.meaning() + "Default:" + setting.standard())
                  .replaceAll("\\s+", ""));
    }
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "certs --version"})
  void everyCommandTellsTheVersion(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();

    assertThat(out.toString()).startsWith("pullable ");
    assertThat(served).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "--nothing"})
  void anUnknownCommandIsAMistakeOfUse(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);

    assertThat(err.toString())
        .contains("nothing")
        .containsAnyOf("Usage: pullable", "Did you mean: pullable ");
  }

  @Test
  void noCommandIsAMistakeOfUse() {
    assertThat(run()).isEqualTo(2);

    assertThat(err.toString()).contains("Usage: pullable");
  }

  @Test
  void aServerThatDoesNotStartIsAFailureInOneLine() {
    int code =
        Main.commandLine(
                arguments -> {
                  throw new IllegalStateException("port in use");
                })
            .setErr(new PrintWriter(err))
            .execute("serve");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("pullable serve: port in use" + System.lineSeparator());
  }

  private int run(String... arguments) {
    return Main.commandLine(
            given -> {
              served.addAll(List.of(given));
              served.add("(served)");
            })
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
