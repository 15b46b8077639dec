package dev.pullable.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana:sesame@reg.io/app:1",
        "https://ana:sesame@reg.io/app",
        "ana:ses@me@reg.io/app@sha256:abc",
        "ana:sesame@reg.io:5000/app?x",
        "myorg/web:v2?token=sesame",
        "reg.io/web?a=b&access_token=sesame",
        "reg.io/web?sv=1&sig=sesame",
        "reg.io/web?X-Amz-Signature=sesame",
      })
  void credentialsAreSeen(String written) {
    assertThat(EmbeddedSecrets.areIn(written)).isTrue();
    assertThat(EmbeddedSecrets.hidden(written)).doesNotContain("sesame");
    assertThat(ImageReferenceParser.parse(written)).isInstanceOf(InvalidReference.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx@1.27",
        "nginx:1.27@latest",
        "reg.io:5000/team/web:1@beta",
        "nginx:1.27@sha256:abc",
        "nginx?",
        "nginx?platform=linux",
        "nginx?design=x",
        "nginx:1.27",
        "@",
        ":@/",
        "?",
        "",
      })
  void aSlipOfTheKeyboardIsNoCredential(String written) {
    assertThat(EmbeddedSecrets.areIn(written)).isFalse();
  }

  @Test
  void hostileTextCostsMoments() {
    for (String part : List.of("?", "&", "@", "@sha256:", "?token", "a://", ":", "/")) {
      String text = part.repeat((1 << 20) / part.length());
      assertTimeout(Duration.ofSeconds(5), () -> EmbeddedSecrets.areIn(text));
      assertTimeout(Duration.ofSeconds(5), () -> EmbeddedSecrets.hidden(text));
    }
  }

  @net.jqwik.api.Property
  void noReferenceHasCredentials(@ForAll String text) {
    if (ImageReferenceParser.parse(text) instanceof ImageReference) {
      assertThat(EmbeddedSecrets.areIn(text)).isFalse();
      assertThat(EmbeddedSecrets.hidden(text)).isEqualTo(text);
    }
  }
}
