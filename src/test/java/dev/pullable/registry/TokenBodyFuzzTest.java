package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.conformance.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any body of a token server is a token that reads back when it is written plainly, or none.
class TokenBodyFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<byte[]> seeds() {
    return Vectors.cases("auth.json")
        .map(it -> it.getPayload().required("tokenServer").required("body").asText())
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aTokenReadsBack(byte[] bytes) {
    String json = new String(bytes, StandardCharsets.UTF_8);
    for (Set<TokenBody.Member> members : List.of(TokenBody.OF_GET, TokenBody.OF_POST)) {
      TokenBody body = TokenBody.read(json, members);
      if (body == null) {
        continue;
      }
      String plain =
          JSON.createObjectNode()
              .put("access_token", body.value())
              .put("expires_in", body.expiresIn())
              .toString();
      assertThat(TokenBody.read(plain, members))
          .satisfies(again -> {
            assertThat(again).isNotNull();
            assertThat(again.value()).isEqualTo(body.value());
            assertThat(again.expiresIn()).isEqualTo(body.expiresIn());
          });
    }
  }
}
