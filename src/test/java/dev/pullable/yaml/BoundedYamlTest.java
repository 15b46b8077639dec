package dev.pullable.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

class BoundedYamlTest {

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\"*\n\"b\": 1}", "a: *\u2028b", "a: \"\\\u202e\"", "%\u0007"})
  void aProblemIsOneLineWhateverCharacterItNames(String text) {
    assertThat(problem(text)).matches("not YAML: [ -~]+");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void aProblemIsShortHoweverLongTheNameInIt(int length) {
    assertThat(problem("a: *" + "b".repeat(length))).startsWith("not YAML: ").hasSize(300);
  }

  private static String problem(String text) {
    BoundedYaml yaml = new BoundedYaml(text.getBytes(StandardCharsets.UTF_8));
    return BoundedYaml.problem(catchThrowableOfType(YamlEngineException.class, () -> read(yaml)));
  }

  private static void read(BoundedYaml yaml) {
    while (yaml.hasNext()) {
      yaml.next();
    }
  }
}
