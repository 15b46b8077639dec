package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
  private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

  @Test
  void aJwtSaysWhenItEnds() {
    assertThat(of("u", jwt("{'sub':'x','nested':{'exp':5},'list':[1,{}],'exp':1800000000}")))
        .contains(END);
    assertThat(of("u", jwt("{'exp':1800000000.75}"))).contains(END);
    assertThat(of("u", jwt("{'exp':1.8e9}"))).contains(END);
  }

  @Test
  void aTokenOfEcrSaysWhenItEnds() {
    String token = base64("{'payload':'x','version':'2','expiration':1800000000}");
    assertThat(of("AWS", token)).contains(END);
    assertThat(of("u", token)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'exp':'1800000000'}",
        "{'exp':null}",
        "{'exp':-1}",
        "{'exp':0}",
        "{'exp':1e300}",
        "{'exp':1e999999999}",
        "{'exp':99999999999999999999999999999999999}",
        "{'exp':[1800000000]}",
        "{'nested':{'exp':1800000000}}",
        "[1800000000]",
        "1800000000",
        "'exp'",
        "{'exp':",
        "{",
        "",
        "null",
      })
  void whatIsNoTimeIsNone(String payload) {
    assertThat(of("AWS", jwt(payload))).isEmpty();
    assertThat(of("AWS", base64(payload.replace("exp", "expiration")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "a.b", "hunter2", "correct.horse.battery"})
  void aPasswordIsNoToken(String password) {
    assertThat(of("AWS", password)).isEmpty();
  }

  @Test
  void hostileTokensCostMoments() {
    assertThat(of("u", jwt("[".repeat(20_000)))).isEmpty();
    assertThat(of("u", jwt("{'a':".repeat(5_000)))).isEmpty();
    assertThat(of("u", jwt("{'exp':" + "9".repeat(20_000) + "}"))).isEmpty();
    assertThat(of("u", jwt("{'x':'" + "a".repeat(1 << 20) + "','exp':1800000000}"))).isEmpty();
    assertThat(of("u", "a.".repeat(1 << 15))).isEmpty();
  }

  @net.jqwik.api.Property
  void nothingIsThrown(@ForAll String user, @ForAll String text) {
    assertThatCode(() -> of(user, text)).doesNotThrowAnyException();
    assertThatCode(() -> of("AWS", base64(text))).doesNotThrowAnyException();
    assertThatCode(() -> of(user, jwt("{'exp':" + text + "}"))).doesNotThrowAnyException();
  }

  private static Optional<Instant> of(String user, String password) {
    return Expiry.of(
        new Credential(user, new Secret(password), new Credential.Source("s", "reg.io")));
  }

  private static String jwt(String payload) {
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(json(payload)) + ".c2ln";
  }

  private static String base64(String payload) {
    return Base64.getEncoder().encodeToString(json(payload));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
