package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialProviderConfigTest {
  private static final String YAML =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      - name: ecr-credential-provider
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        matchImages:
        - "*.dkr.ecr.*.amazonaws.com"
        - "registry.io:8080/path"
        defaultCacheDuration: "12h"
        args:
        - get-credentials
        env:
        - name: AWS_PROFILE
          value: example
      """;

  @Test
  void aConfigIsReadAsItStands() {
    CredentialProvider provider = only(YAML);
    assertThat(provider.name()).isEqualTo("ecr-credential-provider");
    assertThat(provider.apiVersion()).isEqualTo("credentialprovider.kubelet.k8s.io/v1");
    assertThat(provider.defaultCacheDuration()).isEqualTo(Duration.ofHours(12));
    assertThat(provider.args()).containsExactly("get-credentials");
    assertThat(provider.env()).isEqualTo(Map.of("AWS_PROFILE", "example"));
    assertThat(provider.needsServiceAccountToken()).isFalse();
    assertThat(provider).hasToString("CredentialProvider[ecr-credential-provider]");
  }

  @Test
  void jsonIsReadToo() {
    assertThat(
            only("""
            {"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"CredentialProviderConfig",
            "providers":[{"name":"p","apiVersion":"credentialprovider.kubelet.k8s.io/v1alpha1",
            "matchImages":["reg.io"],"defaultCacheDuration":"0","args":null}]}
            """)
                .defaultCacheDuration())
        .isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.eu-1.amazonaws.com/app, true",
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.amazonaws.com/app, false",
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.eu-1.amazonaws.com:443/app, false",
    "registry.io:8080/path, registry.io:8080/path/app, true",
    "registry.io:8080/path, registry.io:8080/pathology/app, true",
    "registry.io:8080/path, registry.io:8080/other, false",
    "registry.io:8080/path, registry.io/path/app, false",
    "*.io, a.b.io/app, false",
    "r?g.io, reg.io/app, false",
    "reg.io/v1/, reg.io/app, false",
    "reg.io/v1/, reg.io/v1/app, true",
    "https://reg.io, reg.io/app, false",
    "*, localhost/app, true",
    "*, reg.io/app, false",
    "docker.io, docker.io/library/nginx, true",
    "index.docker.io, docker.io/library/nginx, false",
  })
  void aPatternMatchesWhatTheKubeletThinksItMatches(
      String pattern, String repository, boolean matches) {
    assertThat(only(YAML.replace("*.dkr.ecr.*.amazonaws.com", pattern)).serves(repository))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kubelet.config.k8s.io/v1 | kubelet.config.k8s.io/v2 | apiVersion must be",
        "kubelet.config.k8s.io/v1 | v1 | apiVersion must be",
        "kind: CredentialProviderConfig | kind: KubeletConfiguration | kind must be",
        "kind: CredentialProviderConfig | {} | not YAML",
        "name: ecr-credential-provider | name: ../bin/sh | providers[0].name must have no slash",
        "name: ecr-credential-provider | name: /bin/sh | providers[0].name must have no slash",
        "name: ecr-credential-provider | name: a b | providers[0].name must have no slash",
        "name: ecr-credential-provider | name: \"a\\0b\" | providers[0].name must have no slash",
        "name: ecr-credential-provider | name: .. | providers[0].name must not be . or ..",
        "name: ecr-credential-provider | name: . | providers[0].name must not be . or ..",
        "name: ecr-credential-provider | name: \"\" | providers[0].name is missing",
        "name: ecr-credential-provider | name: 7 | providers[0].name must be a string",
        "name: ecr-credential-provider | Name: x | providers[0].Name is not known",
        "credentialprovider.kubelet.k8s.io/v1 | client.authentication.k8s.io/v1 | providers[0].apiVersion must",
        "credentialprovider.kubelet.k8s.io/v1 | credentialprovider.kubelet.k8s.io/v2 | providers[0].apiVersion must",
        "registry.io:8080/path | a b | providers[0].matchImages must be",
        "registry.io:8080/path | 'r[a-f]g.io' | providers[0].matchImages must be",
        "registry.io:8080/path | 'reg.io:*' | providers[0].matchImages must be",
        "registry.io:8080/path | %zz | providers[0].matchImages must be",
        "\"12h\" | 12 | providers[0].defaultCacheDuration must be a string",
        "\"12h\" | 12 h | providers[0].defaultCacheDuration must be a duration",
        "\"12h\" | -1h | providers[0].defaultCacheDuration must be a duration",
        "defaultCacheDuration | defaultcacheduration | providers[0].defaultCacheDuration is missing",
        "- get-credentials | - 1 | providers[0].args must be a list of strings",
        "value: example | value: 1 | providers[0].env[0].value must be a string",
        "value: example | val: x | providers[0].env[0].val is not known",
        "AWS_PROFILE | A=B | providers[0].env[0].name must be the name",
      })
  void whatNoKubeletWouldStartWithIsAProblem(String what, String instead, String problem) {
    assertThat(problems(YAML.replace(what, instead)))
        .anySatisfy(it -> assertThat(it).startsWith(problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{",
        "a: &a [*a]",
        "? [1, 2]\n: 3",
        "? ",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: {}",
        "kind: CredentialProviderConfig\nkind: CredentialProviderConfig",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: [null]",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: []",
      })
  void whatIsNoConfigIsAProblem(String text) {
    assertThat(problems(text)).isNotEmpty();
  }

  @Test
  void nestingAndAliasesHaveBounds() {
    assertThat(problems("[".repeat(100_000))).hasSize(1);
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]%n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias))));
    }
    assertThat(problems(laughs.toString())).isNotEmpty();
  }

  @Test
  void twoProvidersOfOneNameAreAProblem() {
    String twice = YAML + YAML.substring(YAML.indexOf("- name"));
    assertThat(problems(twice)).containsExactly("providers[1].name is that of another provider");
  }

  @Test
  void aTokenIsForTheNewestVersionsOnly() {
    String token = YAML + "  tokenAttributes: {serviceAccountTokenAudience: x}\n";
    assertThat(only(token).needsServiceAccountToken()).isTrue();
    assertThat(problems(token.replace("kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/v1beta1")))
        .containsExactly("providers[0].tokenAttributes is known to v1 only");
  }

  @Test
  void noProblemShowsAValue() {
    assertThat(problems(YAML.replace("example", "{sesame: sesame}").replace("12h", "sesame")))
        .hasSize(2)
        .noneMatch(it -> it.contains("sesame"));
  }

  private static CredentialProvider only(String text) {
    CredentialProviderConfig config = read(text);
    assertThat(config).isInstanceOf(CredentialProviderConfig.Valid.class);
    return ((CredentialProviderConfig.Valid) config).providers().getFirst();
  }

  private static List<String> problems(String text) {
    CredentialProviderConfig config = read(text);
    assertThat(config).isInstanceOf(CredentialProviderConfig.Invalid.class);
    return ((CredentialProviderConfig.Invalid) config).problems();
  }

  private static CredentialProviderConfig read(String text) {
    return CredentialProviderConfig.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
