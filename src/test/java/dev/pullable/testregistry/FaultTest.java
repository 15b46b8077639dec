package dev.pullable.testregistry;

import static dev.pullable.testregistry.HttpProbe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final String TAG = "/v2/team/app/manifests/1.0";
  private static final String OTHER = "/v2/team-b/app/manifests/1.0";

  private final TestRegistry registry = TestRegistry.start();
  private final HttpProbe http = new HttpProbe(registry);
  private final BuiltManifest image = TestImages.image("linux", "amd64");

  @BeforeEach
  void push() {
    registry.push("team/app", "1.0", image);
    registry.push("team-b/app", "1.0", image);
  }

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  @Test
  void aStatusComesWithHeadersAndBody() throws IOException {
    registry.fault("team", Fault.tooManyRequests(Duration.ofSeconds(7)));

    HttpResponse<String> answer = http.get(TAG);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(header(answer, "Retry-After")).isEqualTo("7");
    assertThat(answer.body()).contains("TOOMANYREQUESTS");
    assertThat(http.head(TAG).statusCode()).isEqualTo(429);
    assertThat(http.head(OTHER).statusCode()).isEqualTo(200);
  }

  @Test
  void aNotFoundMayBeHtmlOrEmpty() throws IOException {
    registry.fault("team", Fault.htmlNotFound()).fault("team-b", Fault.emptyNotFound());

    assertThat(http.get(TAG).statusCode()).isEqualTo(404);
    assertThat(http.get(TAG).body()).startsWith("<html>");
    assertThat(http.get(OTHER).statusCode()).isEqualTo(404);
    assertThat(http.get(OTHER).body()).isEmpty();
  }

  @Test
  void anAnswerMayBeLate() throws IOException {
    registry.fault("team", Fault.delay(Duration.ofMillis(200)));

    Instant start = Instant.now();

    assertThat(http.head(TAG).statusCode()).isEqualTo(200);
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void anAnswerMayNeverCome() {
    registry.fault("team", Fault.hang());

    assertThatThrownBy(() -> http.head(TAG)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void theConnectionMayBeCutBeforeOrInTheBody() {
    registry.fault("team", Fault.cut()).fault("team-b", Fault.cutAfter(10));

    assertThatThrownBy(() -> http.get(TAG)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> http.get(OTHER))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("received: 10");
  }

  @Test
  void aBodyMayDrip() throws IOException {
    int bytes = image.bytes().length;
    registry.fault("team", Fault.drip(bytes / 4, Duration.ofMillis(50)));

    Instant start = Instant.now();

    assertThat(http.get(TAG).body().getBytes()).isEqualTo(image.bytes());
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void aBodyMayNotEnd() throws IOException {
    registry.fault("team", Fault.endless());

    try (InputStream body = registry.uri().resolve(TAG).toURL().openStream()) {
      assertThat(body.readNBytes(20_000_000)).hasSize(20_000_000);
    }
  }

  @Test
  void theDigestMayBeWrongOrMissing() throws IOException {
    registry.fault("team", Fault.wrongDigest()).fault("team-b", Fault.noDigest());

    assertThat(header(http.head(TAG), "Docker-Content-Digest")).endsWith("0".repeat(64));
    assertThat(header(http.head(OTHER), "Docker-Content-Digest")).isEmpty();
  }

  @Test
  void headMayNotBeAllowed() throws IOException {
    registry.fault("team", Fault.headNotAllowed());

    assertThat(http.head(TAG).statusCode()).isEqualTo(405);
    assertThat(http.get(TAG).statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerMayBeARedirect() throws IOException {
    registry.fault("team", Fault.redirect(307, URI.create("http://10.0.0.1/x")));

    HttpResponse<String> answer = http.get(TAG);

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(header(answer, "Location")).isEqualTo("http://10.0.0.1/x");
  }

  @Test
  void aManifestMayBeHugeAndTrue() throws IOException {
    registry.fault("team", Fault.hugeManifest(5_000_000));

    HttpResponse<byte[]> answer = http.bytes(TAG);

    assertThat(header(http.head(TAG), "Content-Length")).isEqualTo("5000000");
    assertThat(answer.body()).hasSize(5_000_000);
    assertThat(header(answer, "Docker-Content-Digest"))
        .isEqualTo(TestImages.sha256(answer.body()).toString());
  }

  @Test
  void aSmallBodyMayInflate() throws IOException {
    registry.fault("team", Fault.gzipBomb(50_000_000));

    HttpResponse<byte[]> answer = http.bytes(TAG);

    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.body().length).isLessThan(100_000);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(50_000_000);
    }
  }

  @Test
  void aManifestMayWantToBeAcceptedByType() throws IOException {
    registry.fault("team", Fault.strictAccept());

    assertThat(http.get(TAG).body()).contains("MANIFEST_UNKNOWN");
    assertThat(http.head(TAG, "Accept", "a/b, " + TestImages.OCI_MANIFEST).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aRuleMayBeForSomeRequestsOnly() throws IOException {
    registry.on("team").method("HEAD").times(2).fault(Fault.status(500));
    registry.on("team").kind(RequestKind.TAGS).fault(Fault.status(503));

    assertThat(http.get(TAG).statusCode()).isEqualTo(200);
    assertThat(http.head(TAG).statusCode()).isEqualTo(500);
    assertThat(http.head(TAG).statusCode()).isEqualTo(500);
    assertThat(http.head(TAG).statusCode()).isEqualTo(200);
    assertThat(http.get("/v2/team/app/tags/list").statusCode()).isEqualTo(503);

    registry.clearFaults();
    assertThat(http.get("/v2/team/app/tags/list").statusCode()).isEqualTo(200);
  }

  @Test
  void aRefusalStandsUnlessTheFaultComesBefore() throws IOException {
    registry.auth("team", Auth.basic().user("ana", "pw"));
    registry.fault("team", Fault.status(500));
    assertThat(http.head(TAG).statusCode()).isEqualTo(401);

    registry.on("team").beforeAuthorization().fault(Fault.status(503));
    assertThat(http.head(TAG).statusCode()).isEqualTo(503);
  }

  @Test
  void theTokenEndpointFailsByItself() throws IOException {
    registry.fault("", Fault.status(500));
    registry.tokenFault(Fault.error(503, "UNAVAILABLE"));

    assertThat(http.get("/token").statusCode()).isEqualTo(503);
    assertThat(http.get("/v2/").statusCode()).isEqualTo(500);
  }

  @Test
  void closingEndsWhatHangs() {
    TestRegistry hanging = TestRegistry.start();
    hanging.fault("", Fault.hang());
    try (HttpProbe probe = new HttpProbe(hanging)) {
      assertThatThrownBy(() -> probe.head("/v2/")).isInstanceOf(IOException.class);
    }
    Instant start = Instant.now();
    hanging.close();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }
}
