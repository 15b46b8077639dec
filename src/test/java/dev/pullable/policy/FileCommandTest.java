package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileCommandTest {
  private static final String COMMAND = "kubectl patch -f FILE --local -p '{}' -o yaml";

  @Test
  void theFilesNameTakesThePlaceOfTheWord() {
    assertThat(FileCommand.on(COMMAND, "a b.yaml"))
        .hasValue("kubectl patch -f 'a b.yaml' --local -p '{}' -o yaml");
    assertThat(FileCommand.hasFile(COMMAND)).isTrue();
  }

  /// What comes from outside may have the word in it.
  @Test
  void onlyTheFirstArgumentIsTheFile() {
    assertThat(FileCommand.on("kubectl set image -f FILE web=reg/FILE:1 -f FILE ", "a.yaml"))
        .hasValue("kubectl set image -f a.yaml web=reg/FILE:1 -f FILE ");
    assertThat(FileCommand.on("docker push reg/FILE:1 -f FILE x", "a.yaml")).isEmpty();
    assertThat(FileCommand.on("Write FILE anew.", "a.yaml")).isEmpty();
  }

  @Test
  void textInOneLineHasNothingThatActs() {
    assertThat(Printable.line("a\u001b[1m\n\u202e\u2028é\ud800"))
        .isEqualTo("a\\u001b[1m\\u000a\\u202e\\u2028é\\ud800");
    assertThat(Printable.line("x".repeat(2_000))).hasSize(2_000);
  }
}
