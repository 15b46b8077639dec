package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChallengeProperties {
  private static final int HUGE = 1 << 20;

  @Property
  void anyHeadersAreAValue(@ForAll List<String> headers) {
    assertThat(ChallengeParser.parse(headers)).hasSizeLessThanOrEqualTo(headers.size());
  }

  @Property
  void likelyHeadersAreChallengesInOrder(@ForAll("likely") List<String> headers) {
    List<Challenge> challenges = ChallengeParser.parse(headers);

    assertThat(challenges).isSortedAccordingTo((a, b) -> a.scheme().compareTo(b.scheme()));
    assertThat(challenges)
        .allSatisfy(challenge ->
            assertThat(challenge.params().keySet())
                .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT))));
  }

  @Property
  void aQuotedValueIsReadBack(@ForAll String value) {
    String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");

    assertThat(ChallengeParser.parse(List.of("Bearer realm=\"" + quoted + "\"")))
        .singleElement()
        .extracting(challenge -> challenge.params().get("realm"))
        .isEqualTo(value);
  }

  @Property
  void anyRealmIsAValueAndTheCredentialGoesNowhereElse(@ForAll("realms") String realm) {
    FakeTokenServer server = FakeTokenServer.giving("T");
    Authorizer authorizer =
        new Authorizer(server, new KnownTokenServers(List.of()), new TokenCache(), _ -> "f");

    authorizer.authorize(
        new Authorizer.Unauthorized(
            new Endpoint("reg.example.com", Endpoint.Transport.TLS),
            List.of(new Challenge(Challenge.Scheme.BEARER, Map.of("realm", realm))),
            "repository:a:pull",
            new Credential("u", new Secret("p"), new Credential.Source("s", "e"))),
        Deadline.in(Duration.ofMinutes(1)));

    for (TokenExchange.Request request : server.requests) {
      assertThat(request.url()).matches("https://[!-~]*");
      if (request.form() != null || request.authorization() != null) {
        assertThat(request.url())
            .matches("https://([A-Za-z0-9_-]+\\.)*example\\.com\\.?([:/?#].*)?");
      }
    }
  }

  @Property
  void anyBodyIsAValue(@ForAll String body) {
    TokenBody.read(body, TokenBody.OF_GET);
    TokenBody.read("{\"token\":" + body, TokenBody.OF_POST);
    GoTime.isRfc3339(body);
  }

  @Example
  void hugeHeadersAreReadInLinearTime() {
    for (String unit : List.of("a=1,", "a=\"\\x\",", "\\\"", "\"", "a=\"", " ", ",", "=", "a")) {
      long start = System.nanoTime();
      ChallengeParser.parse(List.of("Bearer " + unit.repeat(HUGE / unit.length())));
      ChallengeParser.parse(List.of("Bearer a=\"" + unit.repeat(HUGE / unit.length())));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Provide
  Arbitrary<List<String>> likely() {
    return Arbitraries.of(
            "Bearer",
            "basic",
            "DIGEST",
            "Negotiate",
            " ",
            "\t",
            ",",
            "=",
            "\"",
            "\\",
            "realm",
            "Scope",
            "\u00fc",
            "\r\n",
            "x")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts))
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> realms() {
    Arbitrary<String> likely =
        Arbitraries.of(
                "https",
                "http",
                ":",
                "/",
                "//",
                "@",
                "?",
                "#",
                "%",
                "%2F",
                "[",
                "]",
                "::1",
                "reg.example.com",
                "example.com",
                "evil.org",
                ".",
                ":443",
                ";",
                "\\",
                " ",
                "\u00fc",
                "&",
                "=",
                "a")
            .list()
            .ofMaxSize(8)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(
        likely, likely.map(rest -> "https://" + rest), Arbitraries.strings().ofMaxLength(40));
  }
}
