package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pullable.credential.Keyring.Trace;
import dev.pullable.credential.KeyringEntry.Dropped;
import dev.pullable.credential.KeyringEntry.Usable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyringTest {

  @Test
  void credentialsComeInReverseOrderOfTheirKeysAndThenOfTheSecrets() {
    Keyring keyring =
        keyring(
            legacy("a", "{'reg.io':{'username':'1'},'reg.io/b':{'username':'2'}}"),
            legacy("b", "{'https://reg.io/v2/':{'username':'3'},'*.io':{'username':'4'}}"));
    assertThat(keyring.lookup("reg.io/b/c"))
        .extracting(Credential::username)
        .containsExactly("2", "1", "3", "4");
  }

  @Test
  void twoKeysOfOneSecretForOneLocationAreOneTier() {
    Keyring keyring =
        keyring(legacy("a", "{'reg.io':{},'http://reg.io/':{}}"), legacy("a", "{'reg.io':{}}"));
    assertThat(keyring.tiers("reg.io/b")).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void keysAreOrderedByTheirOctetsNotByTheirChars() {
    Keyring keyring =
        keyring(
            legacy("a", "{'*\uE000*.io':{'username':'1'},'*\uD83D\uDE00*.io':{'username':'2'}}"));
    assertThat(keyring.lookup("\uE000\uD83D\uDE00.io/a"))
        .extracting(Credential::username)
        .containsExactly("2", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "reg.io/team, reg.io/team-evil/app, true",
    "reg.io/team/, reg.io/team, false",
    "reg.io:, reg.io/app, true",
    "reg.io:443, reg.io/app, false",
    "https://u:p@reg.io/te%61m?x#y, reg.io/team/app, true",
    "reg.io/te%2561m, reg.io/team/app, true",
    "reg.io/x%3Fy, reg.io/x, true",
    "HTTPS://reg.io, reg.io/app, false",
    "*.io, reg.io/app, true",
    "*, reg.io/app, false",
    "r[a-f]g.io, reg.io/app, false",
    "[::1]:5000, [::1]:5000/app, true",
    "[::1], [::1]/app, false",
    "[::A], A/app, true",
    "https://index.docker.io/v1, docker.io/library/nginx, false",
    "https://index.docker.io/v1/, docker.io/library/nginx, true",
    "https://index.docker.io/v1/, localhost/app, true",
    "https://index.docker.io/v1/, localhost:5000/app, false",
    "https://index.docker.io/v1/, quay.io/app, false",
  })
  void aKeyServesWhatTheKubeletThinksItServes(String key, String repository, boolean serves) {
    Keyring keyring = keyring(legacy("s", "{'" + key + "':{'username':'u'}}"));
    assertThat(keyring.lookup(repository)).hasSize(serves ? 1 : 0);
    assertThat(keyring.trace(repository)).extracting(Trace::matches).containsExactly(serves);
  }

  @Test
  void theDefaultRegistryIsTriedOnlyIfNothingElseMatches() {
    Keyring keyring =
        keyring(legacy("s", "{'index.docker.io':{'username':'1'},'docker.io':{'username':'2'}}"));
    assertThat(keyring.lookup("docker.io/library/nginx"))
        .extracting(Credential::username)
        .containsExactly("2");
  }

  @Test
  void everyEntryIsTracedWithoutItsUserInfo() {
    Keyring keyring = keyring(legacy("s", "{'https://u:hunter2@reg.io/v2/x':{},'bad host':{}}"));
    assertThat(keyring.trace("reg.io/x"))
        .containsExactly(
            new Trace(new Usable("s", "https://***@reg.io/v2/x", "reg.io/x"), true),
            new Trace(new Dropped("s", "bad host", "its host is not valid"), false));
    assertThat(keyring.lookup("reg.io/x").getFirst().source())
        .isEqualTo(new Credential.Source("s", "https://***@reg.io/v2/x"));
  }

  @Test
  void secretsOfOtherTypesAndWithoutAValueAreIgnored() {
    Keyring keyring =
        keyring(
            secret("a", "Opaque", ".dockerconfigjson", "broken"),
            secret("b", "kubernetes.io/dockerconfigjson", ".dockercfg", "broken"),
            secret("c", "kubernetes.io/dockercfg", ".dockercfg", ""));
    assertThat(keyring.lookup("reg.io/x")).isEmpty();
    assertThat(keyring.ignored())
        .containsExactly(
            new IgnoredSecret(
                "a", "Opaque", "is of type Opaque, which the kubelet never reads", true),
            new IgnoredSecret(
                "b", "kubernetes.io/dockerconfigjson", "has no .dockerconfigjson", true),
            new IgnoredSecret("c", "kubernetes.io/dockercfg", "has an empty .dockercfg", true));
    PullSecret more =
        new PullSecret("team", "d", "Opaque", Map.of(".dockerconfigjson", new byte[0]), false);
    assertThat(keyring(more).ignored()).noneMatch(IgnoredSecret::onlyDockerConfig);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes.io/dockerconfigjson | {}              | has no member auths, so that it holds no entry
          kubernetes.io/dockerconfigjson | {'reg.io':{}}   | has no member auths, so that it holds no entry
          kubernetes.io/dockerconfigjson | null            | has no member auths, so that it holds no entry
          kubernetes.io/dockerconfigjson | {'Auths':{}}    | has no entry in auths
          kubernetes.io/dockerconfigjson | {'auths':null}  | has no entry in auths
          kubernetes.io/dockercfg        | {}              | holds no entry
          """)
  void aSecretWithoutAnEntryIsTold(String type, String value, String flaw) {
    String key = type.replace("kubernetes.io/", ".");
    Keyring keyring = keyring(secret("s", type, key, value));
    assertThat(keyring.empty()).containsExactly(new IgnoredSecret("s", type, flaw, true));
    assertThat(keyring.ignored()).isEmpty();
  }

  @Test
  void aSecretWithAnEntryIsNotEmpty() {
    assertThat(keyring(legacy("s", "{'reg.io':{}}")).empty()).isEmpty();
  }

  @Test
  void oneMalformedSecretBreaksTheKeyring() {
    assertThat(
            Keyring.of(List.of(legacy("a", "[]"), legacy("b", "{'reg.io':{}}"), legacy("c", "x"))))
        .isEqualTo(
            new KeyringResult.Broken(
                List.of(
                    new MalformedSecret("a", ".dockercfg", "must be an object, not an array"),
                    new MalformedSecret("c", ".dockercfg", "is not JSON (line 1, column 1)"))));
  }

  @Test
  void hostileKeysAndRepositoriesCostMoments() {
    StringJoiner keys = new StringJoiner("':{},'", "{'", "':{}}");
    for (int i = 0; i < 5_000; i++) {
      keys.add("*" + "a".repeat(60) + "b" + i + "*");
    }
    for (String key : List.of(".", "*", "*a", "[::", "%2525", "/%2f", "@", "1:")) {
      keys.add(key.repeat(50_000 / key.length()));
    }
    Keyring keyring = keyring(legacy("s", keys.toString()));
    for (String name : List.of("A" + "a".repeat(62), "a".repeat(1 << 20), "a.".repeat(1 << 19))) {
      assertTimeout(Duration.ofSeconds(5), () -> keyring.lookup(name + "/x"));
      assertTimeout(Duration.ofSeconds(5), () -> keyring.missed(name + "/x"));
    }
  }

  private static Keyring keyring(PullSecret... secrets) {
    KeyringResult result = Keyring.of(List.of(secrets));
    assertThat(result).isInstanceOf(Keyring.class);
    return (Keyring) result;
  }

  /// A secret of the older type, with `'` for `"` in its value.
  private static PullSecret legacy(String name, String value) {
    return secret(name, "kubernetes.io/dockercfg", ".dockercfg", value);
  }

  private static PullSecret secret(String name, String type, String key, String value) {
    byte[] data = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new PullSecret("team", name, type, Map.of(key, data));
  }
}
