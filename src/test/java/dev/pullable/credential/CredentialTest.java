package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialTest {
  private final CredentialFingerprint fingerprint = new CredentialFingerprint();

  @Test
  void noTextShowsAPassword() {
    assertThat(credential("robot", "hunter2")).asString().isEqualTo("Credential[s, reg.io]");
    assertThat(new Secret("hunter2")).asString().isEqualTo("***");
    assertThat(new PullSecret("ns", "s", "Opaque", Map.of("hunter2", new byte[] {1})))
        .asString()
        .isEqualTo("PullSecret[ns/s, Opaque]");
  }

  @Test
  void withoutAUserNameThePasswordStaysHome() {
    assertThat(credential("", "p").anonymousOnWire()).isTrue();
    assertThat(credential("", "").anonymousOnWire()).isTrue();
    assertThat(credential("u", "").anonymousOnWire()).isFalse();
  }

  @Test
  void equalLoginsHaveEqualFingerprints() {
    Credential elsewhere =
        new Credential("u", new Secret("p"), new Credential.Source("other", "b.io"));
    assertThat(fingerprint.of(credential("u", "p")))
        .matches("[0-9a-f]{64}")
        .isEqualTo(fingerprint.of(elsewhere))
        .isNotEqualTo(new CredentialFingerprint().of(credential("u", "p")));
  }

  @Test
  void differentLoginsHaveDifferentFingerprints() {
    assertThat(fingerprint.of(credential("a", "bc")))
        .isNotEqualTo(fingerprint.of(credential("ab", "c")));
  }

  @Test
  void whatGoesOutAnonymouslyIsAnonymous() {
    assertThat(fingerprint.of(credential("", "p"))).isEqualTo(CredentialFingerprint.ANONYMOUS);
  }

  private static Credential credential(String username, String password) {
    return new Credential(username, new Secret(password), new Credential.Source("s", "reg.io"));
  }
}
