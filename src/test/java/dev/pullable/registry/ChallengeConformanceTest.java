package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.conformance.Vectors;
import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How containerd answers a 401, with every realm trusted as containerd trusts it.
class ChallengeConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Named<JsonNode>> cases() {
    return Vectors.cases("auth.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFieldIsAsContainerdHasIt(JsonNode vector) {
    List<Challenge> challenges = ChallengeParser.parse(headers(vector));
    FakeTokenServer server = server(vector.required("tokenServer"));
    Authorizer authorizer =
        new Authorizer(
            server,
            (_, _) -> new RealmTrust.Decision.Trusted(),
            new TokenCache(),
            _ -> "fingerprint");
    Authorization outcome =
        authorizer.authorize(
            new Authorizer.Unauthorized(
                new Endpoint(vector.required("registry").asText(), Endpoint.Transport.TLS),
                challenges,
                vector.required("scope").asText(),
                credential(vector.required("credentials"))),
            Deadline.in(Duration.ofMinutes(1)));

    ObjectNode expected = ((ObjectNode) vector.required("expect")).deepCopy();
    expected.remove("error");
    assertThat(actual(challenges, outcome, server)).isEqualTo(expected);
  }

  private static List<String> headers(JsonNode vector) {
    List<String> headers = new ArrayList<>();
    vector.required("headers").forEach(header -> headers.add(header.asText()));
    return headers;
  }

  private static FakeTokenServer server(JsonNode node) {
    String body = node.required("body").asText();
    return new FakeTokenServer(
        FakeTokenServer.answer(node.required("post").asInt(), body),
        FakeTokenServer.answer(node.required("get").asInt(), body));
  }

  private static @Nullable Credential credential(JsonNode node) {
    return node.isNull()
        ? null
        : new Credential(
            node.required("username").asText(),
            new Secret(node.required("password").asText()),
            new Credential.Source("secret", "reg.io"));
  }

  private static ObjectNode actual(
      List<Challenge> challenges, Authorization outcome, FakeTokenServer server) {
    ObjectNode actual = JSON.createObjectNode();
    ArrayNode parsed = actual.putArray("challenges");
    for (Challenge challenge : challenges) {
      ObjectNode node = parsed.addObject();
      node.put("scheme", challenge.scheme().name().toLowerCase(Locale.ROOT));
      node.set("params", JSON.valueToTree(challenge.params()));
    }
    switch (outcome) {
      case Authorization.Header header ->
          actual
              .put("authorization", header.value().reveal())
              .putNull("errorStage")
              .putNull("errorClass");
      case Authorization.Failed failed ->
          actual
              .putNull("authorization")
              .put("errorStage", word(failed.problem().stage()))
              .put("errorClass", word(failed.problem()));
    }
    ArrayNode requests = actual.putArray("tokenRequests");
    server.requests.forEach(request -> requests.add(node(request)));
    return actual;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ObjectNode node(TokenExchange.Request request) {
    ObjectNode node = JSON.createObjectNode();
    String url = request.url();
    int hash = url.indexOf('#') < 0 ? url.length() : url.indexOf('#');
    int question = url.indexOf('?') < 0 ? hash : Math.min(url.indexOf('?'), hash);
    node.put("method", request.form() == null ? "GET" : "POST");
    node.put("url", url.substring(0, question) + url.substring(hash));
    node.set("query", params(url.substring(Math.min(question + 1, hash), hash)));
    node.set("form", request.form() == null ? null : params(request.form().reveal()));
    node.put(
        "authorization", request.authorization() == null ? null : request.authorization().reveal());
    return node;
  }

  private static ObjectNode params(String encoded) {
    ObjectNode params = JSON.createObjectNode();
    for (String pair : encoded.isEmpty() ? new String[0] : encoded.split("&", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      params
          .withArray("/" + nameAndValue[0])
          .add(
              URLDecoder.decode(
                  nameAndValue.length < 2 ? "" : nameAndValue[1], StandardCharsets.UTF_8));
    }
    return params;
  }
}
