package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pullable.conformance.Vectors;
import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any `WWW-Authenticate` is challenges that read back, and no realm gets the credential out of the
/// registry's own domain.
class ChallengeFuzzTest {
  private static final Credential CREDENTIAL =
      new Credential("u", new Secret("p"), new Credential.Source("s", "e"));

  static Stream<byte[]> seeds() {
    return Vectors.cases("auth.json")
        .map(it ->
            it.getPayload()
                .required("headers")
                .valueStream()
                .map(header -> header.asText().replace("reg.io", "reg.example.com"))
                .collect(Collectors.joining("\n")))
        .map(headers -> headers.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void challengesReadBackAndTheCredentialStaysWithItsDomain(byte[] bytes) {
    List<String> headers = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    List<Challenge> challenges = ChallengeParser.parse(headers);

    assertThat(challenges)
        .hasSizeLessThanOrEqualTo(headers.size())
        .isSortedAccordingTo((a, b) -> a.scheme().compareTo(b.scheme()));
    for (Challenge challenge : challenges) {
      assertThat(ChallengeParser.parse(List.of(written(challenge)))).containsExactly(challenge);
    }
    checkWhoIsAsked(challenges);
  }

  private static String written(Challenge challenge) {
    return challenge.params().entrySet().stream()
        .map(param -> param.getKey() + "=\"" + escaped(param.getValue()) + '"')
        .collect(
            Collectors.joining(",", challenge.scheme().name().toLowerCase(Locale.ROOT) + " ", ""));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static void checkWhoIsAsked(List<Challenge> challenges) {
    FakeTokenServer server = FakeTokenServer.giving("T");
    Authorizer authorizer =
        new Authorizer(server, new KnownTokenServers(List.of()), new TokenCache(), _ -> "f");
    Authorization outcome =
        authorizer.authorize(
            new Authorizer.Unauthorized(
                new Endpoint("reg.example.com", Endpoint.Transport.TLS),
                challenges,
                "repository:a:pull",
                CREDENTIAL),
            Deadline.in(Duration.ofMinutes(1)));
    if (outcome instanceof Authorization.Header header) {
      assertThat(header.value().reveal()).matches("(Basic|Bearer) [ -~]+");
    }
    for (TokenExchange.Request request : server.requests) {
      assertThat(request.url()).matches("https://[!-~]*");
      if (request.form() != null || request.authorization() != null) {
        assertThat(request.url())
            .matches("https://([A-Za-z0-9_-]+\\.)*(?i:example\\.com)\\.?([:/?#].*)?");
      }
    }
  }
}
