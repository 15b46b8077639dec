package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MismatchTest {
  private static final String HUB = "docker.io/library/nginx";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://index.docker.io/v1    | lacks the trailing slash, so the kubelet never matches it
          https://index.docker.io/v2    | lacks the trailing slash, so the kubelet never matches it
          index.docker.io/library       | has more than the host, with which the kubelet never matches it
          index.docker.io:443           | has more than the host, with which the kubelet never matches it
          registry-1.docker.io          | is not how the kubelet knows Docker Hub: https://index.docker.io/v1/
          https://hub.docker.com/       | is not how the kubelet knows Docker Hub: https://index.docker.io/v1/
          docker.io:443                 | names a port, and the image names none
          docker.io/team                | is for other repositories of that host
          Docker.io                     | differs in upper and lower case, which the kubelet tells apart
          """)
  void anEntryForDockerHubIsNearlyOne(String key, String why) {
    assertThat(mismatch(key, HUB)).isEqualTo(new Mismatch(true, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          other.io          | reg.io/app          | false | is for another host
          reg.io            | reg.io:5000/app     | true  | names no port, and the image names one
          reg.io:443        | reg.io/app          | true  | names a port, and the image names none
          reg.io:5001       | reg.io:5000/app     | true  | is for another port
          reg.io/team/      | reg.io/team         | true  | is for other repositories of that host
          https://reg.io/v1 | reg.io/app          | true  | lacks the trailing slash, so the kubelet takes its end for a repository
          REG.io            | reg.io/app          | true  | differs in upper and lower case, which the kubelet tells apart
          *.reg.io          | a.b.reg.io/app      | true  | has a * for one label of the host, and the image's has another number
          *.reg.io          | reg.io/app          | false | is for another host
          *.other.io        | a.reg.io/app        | false | is for another host
          HTTPS://reg.io    | reg.io/app          | true  | begins with what the kubelet takes for no scheme; it knows https:// and http://
          oci://other.io    | reg.io/app          | false | begins with what the kubelet takes for no scheme; it knows https:// and http://
          reg.io:5000x      | reg.io/app          | true  | is dropped by the kubelet, for its host is not valid
          bad host          | reg.io/app          | false | is dropped by the kubelet, for its host is not valid
          """)
  void whyAnEntryDoesNotMatchIsTold(String key, String repository, boolean near, String why) {
    assertThat(mismatch(key, repository)).isEqualTo(new Mismatch(near, why));
  }

  @Test
  void anEntryThatGivesWayToAnotherIsTold() {
    Keyring keyring = keyring(json("{'auths':{'docker.io':{},'index.docker.io':{}}}"));
    assertThat(keyring.missed(HUB))
        .extracting(it -> it.entry().registry() + " " + it.mismatch().why())
        .containsExactly("index.docker.io counts only where no entry is for docker.io itself");
  }

  @Test
  void authsInTheWrongPlaceIsNoRegistry() {
    assertThat(keyring(json("{'auths':{'auths':{'reg.io':{}}}}")).missed("reg.io/app"))
        .extracting(it -> it.mismatch().why())
        .containsExactly("is no registry, for auths stands one level too deep");
    PullSecret legacy =
        new PullSecret(
            "shop",
            "s",
            "kubernetes.io/dockercfg",
            Map.of(".dockercfg", "{\"auths\":{\"reg.io\":{}}}".getBytes(StandardCharsets.UTF_8)));
    assertThat(keyring(legacy).missed("reg.io/app"))
        .extracting(it -> it.mismatch().why())
        .containsExactly("is no registry, for a .dockercfg has its registries without auths");
  }

  @Test
  void anEntryThatMatchesIsNotMissed() {
    assertThat(keyring(json("{'auths':{'reg.io':{}}}")).missed("reg.io/app")).isEmpty();
  }

  /// Entries and images are written by anybody.
  @net.jqwik.api.Property
  void anyEntryThatDoesNotMatchHasAReason(@ForAll String key, @ForAll String repository) {
    PullSecret secret = json("{'auths':{'" + key.replaceAll("[\\p{Cc}\"'\\\\]", "") + "':{}}}");
    if (Keyring.of(List.of(secret)) instanceof Keyring keyring) {
      assertThat(keyring.missed(repository))
          .hasSameSizeAs(keyring.trace(repository).stream().filter(it -> !it.matches()).toList())
          .allMatch(it -> !it.mismatch().why().isEmpty());
    }
  }

  private static Mismatch mismatch(String key, String repository) {
    return keyring(json("{'auths':{'" + key + "':{}}}")).missed(repository).getFirst().mismatch();
  }

  private static Keyring keyring(PullSecret secret) {
    return (Keyring) Keyring.of(List.of(secret));
  }

  private static PullSecret json(String value) {
    byte[] data = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new PullSecret(
        "shop", "s", "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", data));
  }
}
