package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.ProvidedCredentials;
import dev.pullable.node.PluginResponse.RubbishException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any output of a plugin is credentials, or rubbish in our own words.
class PluginResponseFuzzTest {
  private static final String ANSWER =
      """
      {"apiVersion":"%s","kind":"CredentialProviderResponse","cacheKeyType":"%s",
      "cacheDuration":"6h","auth":{"*.reg.io":{"username":"u","password":"p"},"b":null}}
      """;

  static Stream<byte[]> seeds() {
    return Stream.of("Image", "Registry", "Global")
        .map(type -> ANSWER.formatted(FakePlugins.API_VERSION, type))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @DictionaryEntries({"\"auth\":{", "\"username\":\"", "\"password\":\"", "null", "1h", "\\ud800"})
  @FuzzTest
  void anAnswerIsCredentialsOrRubbish(byte[] bytes) {
    String json = new String(bytes, StandardCharsets.UTF_8);
    try {
      PluginResponse response = PluginResponse.read(json, FakePlugins.API_VERSION);
      Keyring keyring =
          Keyring.ofProviders(List.of(new ProvidedCredentials("p", response.entries())));
      assertThat(keyring.entries()).hasSameSizeAs(response.entries());
      assertThat(keyring.lookup("a.reg.io/app"))
          .hasSizeLessThanOrEqualTo(response.entries().size());
    } catch (RubbishException e) {
      assertThat(e.getMessage()).matches("(is|has) [A-Za-z ,]{4,80}");
    }
  }
}
