package dev.pullable.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.platform.Platform;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// A5: what a registry says, and what somebody wrote into a Secret or an image, is told to nobody.
/// Every seed is somewhere in an answer, a Secret or an image of these reviews.
@ExtendWith(OutputCaptureExtension.class)
class SeededSecretsTest {
  private static final String SEED = "s33d";
  private static final String FORGED = "FORGED";

  /// Colours, a line of its own, right-to-left, an end of line that is none in ASCII.
  private static final String HOSTILE = "\u001b[31mx\n" + FORGED + "\r\u202e\u2028y\u0085";

  @TempDir private static Path dir;
  private static final TestRegistry REGISTRY = TestRegistry.start();
  private static final List<String> RESPONSES = new ArrayList<>();
  private static final List<String> TOLD = new ArrayList<>();
  private static String metrics = "";
  private static String log = "";

  @BeforeAll
  static void review(CapturedOutput output) throws Exception {
    misbehave();
    hostile();
    String authority = REGISTRY.authority();
    try (Webhook webhook =
        Webhook.ofDirectory(
            dir,
            secrets(authority),
            authority,
            "--logging.level.dev.pullable=trace",
            // Most of these failures would keep the rest from being asked.
            "--pullable.limits.breaker=false")) {
      for (String repository :
          List.of(
              "body",
              "json",
              "denied",
              "realm",
              "userinfo",
              "query",
              "header",
              "redirect",
              "loop",
              "tags",
              "digest",
              "type",
              "token",
              "tokenerror",
              "limited",
              "garbage",
              "index",
              "chart",
              "private")) {
        told(webhook, List.of("regcred"), authority + "/" + repository + "/app:1.0");
      }
      told(webhook, List.of("malformed"), authority + "/private/app:1.0");
      told(webhook, List.of(), "ana:" + SEED + "-userinfo@" + authority + "/x:1");
      told(webhook, List.of(), authority + "/shop/web?sig=" + SEED + "-query");
      told(webhook, List.of(), "https://ana:" + SEED + "@" + authority + "/x:1");
      told(webhook, List.of(), authority + "/shop/web:1?token=" + SEED);
      told(webhook, List.of(), "ana:" + SEED + "@" + authority + "/x?token=" + SEED + "@y/z");
      told(webhook, List.of("token"), authority + "/private/app:1.0");
      told(webhook, List.of("keys"), authority + "/private/app:1.0");
      told(webhook, List.of(), authority + "/shop/" + HOSTILE + ":1");
      metrics = webhook.metrics();
    }
    log = output.getAll();
  }

  @AfterAll
  static void stop() {
    REGISTRY.close();
    RESPONSES.clear();
    TOLD.clear();
  }

  private static void told(Webhook webhook, List<String> secrets, String image) throws Exception {
    String body = webhook.post("shop", secrets, List.of(image));
    RESPONSES.add(body);
    JsonNode response = new ObjectMapper().readTree(body).path("response");
    TOLD.add(response.at("/status/message").asText());
    response.path("warnings").forEach(it -> TOLD.add(it.asText()));
    response.path("auditAnnotations").forEach(it -> TOLD.add(it.asText()));
  }

  private static void misbehave() {
    String error =
        "{\"errors\":[{\"code\":\"s33d-code\",\"message\":\"s33d-m\",\"detail\":\"s33d\"}]}";
    fault("body", Fault.body(404, "text/html", "<p>s33d-html"));
    fault("json", Fault.body(500, "application/json", error));
    fault("denied", Fault.body(403, "application/json", error));
    challenge("realm", "Bearer realm=\"https://evil.invalid/s33d?k=s33d\",service=\"s33d-s\"");
    challenge("userinfo", "Bearer realm=\"https://u:s33d@evil.invalid/t\",error=\"s33d-e\"");
    challenge("query", "Basic realm=\"s33d-realm\", S33d-scheme s33d=\"s33d\"");
    fault(
        "header",
        Fault.answer(
            Answer.of(503)
                .with("Server", "s33d")
                .with("Retry-After", "s33d")
                .with("Warning", "s33d")));
    fault("redirect", Fault.redirect(307, URI.create("http://evil.invalid/s33d?sig=s33d")));
    fault("loop", Fault.redirect(302, URI.create("http://u:s33d@" + REGISTRY.authority() + "/")));
    REGISTRY.push("tags/app", "s33d-tag", TestImages.image("linux", "amd64"));
    fault("digest", Fault.answer(manifest("{}").with("Docker-Content-Digest", "s33d")));
    fault("type", Fault.answer(manifest("[\"s33d").with("Content-Type", "application/s33d")));
    fault(
        "garbage", Fault.body(200, TestImages.OCI_MANIFEST, "{\"config\":\"s33d\",\"layers\":7}"));
    fault("limited", Fault.body(429, "application/json", error));
    REGISTRY.auth("private", Auth.basic().user("ana", "another"));
    for (String repository : List.of("token", "tokenerror")) {
      REGISTRY.auth(repository, Auth.bearer().user("ana", SEED + "-password"));
      REGISTRY.push(repository + "/app", "1.0", TestImages.image("linux", "amd64"));
    }
    REGISTRY.mint((_, _, _, _, _) -> SEED + "-token");
    REGISTRY
        .onToken()
        .when(it -> (it.query() + it.form()).contains("tokenerror"))
        .fault(Fault.body(400, "application/json", "{\"error\":\"s33d\",\"details\":\"s33d-d\"}"));
  }

  private static void hostile() {
    REGISTRY.push("index/app", "1.0", TestImages.index(Platform.of("linux", HOSTILE)));
    REGISTRY.push("chart/app", "1.0", TestImages.artifact("application/" + HOSTILE, "x"));
  }

  private static void fault(String prefix, Fault fault) {
    REGISTRY.on(prefix).beforeAuthorization().fault(fault);
  }

  private static void challenge(String prefix, String line) {
    REGISTRY.auth(prefix, Auth.bearer().challenges(line));
  }

  private static Answer manifest(String body) {
    return Answer.of(200, TestImages.OCI_MANIFEST, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String secrets(String authority) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: a, labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: regcred, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"%s":{"username":"ana","password":"s33d-password"}}}'
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: token, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"%s":{"username":"s33d-u","password":"e30.eyJleHAiOjEsInMzM2QiOiJzMzNkIn0.s33d"}}}'
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: keys, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"https://s33d-u:s33d-p@%s/other?s33d#s33d":{"username":"u"}}}'
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: malformed, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"%s":{"auth":"s33d-not-base64","password":"s33d"'
    """
        .formatted(authority, authority, authority, authority);
  }

  @Test
  void theSeedsWereSown() {
    assertThat(REGISTRY.requests().size()).isGreaterThan(25);
    assertThat(TOLD).filteredOn(it -> !it.isEmpty()).hasSizeGreaterThan(40);
    assertThat(log).contains("Warmed up");
    assertThat(REGISTRY.requests())
        .anyMatch(it -> it.authorization().orElse("").contains(SEED + "-token"));
  }

  @Test
  void whatIsInTheImageIsNamedForWhatItIs() {
    assertThat(RESPONSES).filteredOn(it -> it.contains("[CredentialsInReference]")).hasSize(5);
    assertThat(RESPONSES).anyMatch(it -> it.contains("its token expired "));
  }

  @Test
  void noResponseHoldsASeed() {
    assertThat(RESPONSES).noneMatch(it -> it.contains(SEED));
  }

  @Test
  void noLineOfTheLogHoldsASeed() {
    assertThat(log.lines()).noneMatch(it -> it.contains(SEED));
  }

  @Test
  void noMetricHoldsASeed() {
    assertThat(metrics).contains("pullable_reviews_total").doesNotContain(SEED);
  }

  @Test
  void nothingThatATerminalActsUponIsTold() {
    assertThat(TOLD)
        .anyMatch(it -> it.contains(FORGED))
        .allSatisfy(it -> {
          assertThat(it.lines()).noneMatch(line -> line.startsWith(FORGED));
          assertThat(it.codePoints().filter(SeededSecretsTest::isActedUpon)).isEmpty();
        });
    assertThat(log.lines()).noneMatch(it -> it.startsWith(FORGED));
    assertThat(metrics).doesNotContain(FORGED);
  }

  /// The end of a line is what parts the causes of a denial.
  private static boolean isActedUpon(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n';
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
