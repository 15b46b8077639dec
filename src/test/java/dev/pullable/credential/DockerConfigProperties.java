package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.DockerConfig.Layout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

class DockerConfigProperties {
  private static final String PASSWORD = "correct-horse";

  @Property
  void anyOctetsAreAValueOrMalformed(@ForAll byte[] value, @ForAll Layout layout) {
    assertThat(DockerConfig.read(layout, value)).isNotNull();
  }

  @Property
  void anythingThatLooksLikeADockerConfigIsAValueOrMalformedAndSilent(
      @ForAll("almostDockerConfigs") String json, @ForAll Layout layout) {
    DockerConfig config = DockerConfig.read(layout, json.getBytes(StandardCharsets.UTF_8));
    assertThat(config.toString()).doesNotContain(PASSWORD);
  }

  @Property
  void anyEntrySurvivesTheRoundTrip(@ForAll("logins") String username, @ForAll String password) {
    String plain = GoText.wellFormed(password);
    String auth =
        Base64.getEncoder()
            .encodeToString((username + ":" + plain).getBytes(StandardCharsets.UTF_8));
    assertThat(AuthField.of(auth)).isEqualTo(new AuthField.Login(username, new Secret(plain)));
  }

  /// Ten times over the time that a slow machine needs, and far under that of anything quadratic.
  @Example
  void aMebibyteOfAnythingIsReadInLinearTime() {
    for (String piece :
        new String[] {"\"a\":{},", "[", "\\", "{\"auths\":", "\"\\ud800", "=", "\uFFFD"}) {
      String body = piece.repeat(DockerConfigReader.LARGEST / piece.length() / 4);
      for (String json : new String[] {body, "{\"auths\":{" + body + "\"b\":{}}}"}) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeout(
            Duration.ofSeconds(5), () -> DockerConfig.read(Layout.JSON, value));
      }
    }
  }

  @Provide
  Arbitrary<String> logins() {
    return Arbitraries.strings().map(GoText::wellFormed).filter(name -> name.indexOf(':') < 0);
  }

  @Provide
  Arbitrary<String> almostDockerConfigs() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"auths\":{",
            "\"reg.io\":{",
            "\"username\":",
            "\"auth\":",
            "\"password\":\"" + PASSWORD + "\"",
            "\"Y29ycmVjdC1ob3JzZQ==\"",
            "\"u\"",
            "null",
            "1",
            "true",
            " ",
            "\"",
            "\\u00",
            PASSWORD,
            "\"" + PASSWORD + "\"")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}
