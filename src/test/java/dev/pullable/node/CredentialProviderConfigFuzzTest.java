package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any file is plugins that can be run from their directory only, or has problems in our own words.
class CredentialProviderConfigFuzzTest {
  private static final Path PLUGINS = Path.of("/usr/libexec/plugins");

  static Stream<byte[]> seeds() {
    return Stream.of(
            """
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
            - name: ecr-credential-provider
              apiVersion: credentialprovider.kubelet.k8s.io/v1
              matchImages: ["*.dkr.ecr.*.amazonaws.com", "registry.io:8080/path"]
              defaultCacheDuration: "12h"
              args: [get-credentials]
              env:
              - {name: AWS_PROFILE, value: &a example}
              - {name: A, value: *a}
              tokenAttributes: {}
            """,
            """
            {"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"CredentialProviderConfig",
            "providers":[{"name":"p","apiVersion":"credentialprovider.kubelet.k8s.io/v1alpha1",
            "matchImages":["reg.io"],"defaultCacheDuration":"0","args":null}]}
            """,
            "a: !!int x\n---\n? b\n: |\n  c\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "name: ",
    "../",
    "!!float ",
    "!!binary ",
    "!!set ",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "- ",
    "%YAML 1.1",
    "---",
    "[[",
    "{{"
  })
  @FuzzTest
  void aFileIsPluginsOfTheirDirectoryOrHasProblems(byte[] text) {
    switch (CredentialProviderConfig.read(text)) {
      case CredentialProviderConfig.Invalid(var problems) ->
          assertThat(problems)
              .isNotEmpty()
              .allSatisfy(
                  problem -> assertThat(problem).isNotBlank().doesNotContainPattern("\\p{Cc}"));
      case CredentialProviderConfig.Valid(var providers) ->
          assertThat(providers).isNotEmpty().allSatisfy(CredentialProviderConfigFuzzTest::check);
    }
  }

  private static void check(CredentialProvider provider) {
    assertThat(PLUGINS.resolve(provider.name()).normalize().getParent()).isEqualTo(PLUGINS);
    assertThat(provider.matchImages()).isNotEmpty();
    assertThat(provider.defaultCacheDuration().isNegative()).isFalse();
    assertThat(provider.env().keySet()).noneMatch(name -> name.isEmpty() || name.contains("="));
    assertThat(provider.serves("reg.io/team/app")).isIn(true, false);
  }
}
