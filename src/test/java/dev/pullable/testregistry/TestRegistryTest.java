package dev.pullable.testregistry;

import static dev.pullable.testregistry.HttpProbe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestRegistryTest {
  private static final String TAG = "/v2/team/app/manifests/1.0";

  private final TestRegistry registry = TestRegistry.start();
  private final HttpProbe http = new HttpProbe(registry);
  private final BuiltManifest image = TestImages.image("linux", "amd64");

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  @Test
  void theBaseAnswers() throws IOException {
    HttpResponse<String> base = http.get("/v2/");

    assertThat(base.statusCode()).isEqualTo(200);
    assertThat(header(base, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  @Test
  void aManifestIsFoundByTagAndByDigest() throws IOException {
    Digest digest = registry.push("team/app", "1.0", image);

    for (String reference : List.of("1.0", digest.toString())) {
      HttpResponse<String> found = http.get("/v2/team/app/manifests/" + reference);
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(found.body().getBytes()).isEqualTo(image.bytes());
      assertThat(header(found, "Content-Type")).isEqualTo(TestImages.OCI_MANIFEST);
      assertThat(header(found, "Docker-Content-Digest")).isEqualTo(digest.toString());
    }
  }

  @Test
  void aHeadTellsDigestTypeAndLengthWithoutABody() throws IOException {
    Digest digest = registry.push("team/app", "1.0", image);

    HttpResponse<String> head = http.head(TAG);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo("" + image.bytes().length);
    assertThat(header(head, "Content-Type")).isEqualTo(TestImages.OCI_MANIFEST);
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  void everythingThatAnIndexRefersToIsThere() throws IOException {
    BuiltManifest index =
        TestImages.index(Platform.of("linux", "amd64"), Platform.of("linux", "arm64"));
    registry.push("team/app", "1.0", index);

    for (BuiltManifest child : index.children()) {
      assertThat(http.head("/v2/team/app/manifests/" + child.digest()).statusCode()).isEqualTo(200);
      for (String blob : child.blobs().keySet()) {
        HttpResponse<byte[]> found = http.bytes("/v2/team/app/blobs/" + blob);
        assertThat(TestImages.sha256(found.body())).hasToString(blob);
      }
    }
  }

  @Test
  void whatIsMissingIsToldByCode() throws IOException {
    registry.push("team/app", "1.0", image);

    String zeros = "sha256:" + "0".repeat(64);
    assertMissing("/v2/team/app/manifests/2.0", "MANIFEST_UNKNOWN");
    assertMissing("/v2/team/app/manifests/" + zeros, "MANIFEST_UNKNOWN");
    assertMissing("/v2/team/app/blobs/" + zeros, "BLOB_UNKNOWN");
    assertMissing("/v2/team/other/manifests/1.0", "NAME_UNKNOWN");
    assertMissing("/v2/team/other/tags/list", "NAME_UNKNOWN");
  }

  private void assertMissing(String path, String code) throws IOException {
    HttpResponse<String> missing = http.get(path);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void tagsAreListedPageByPage() throws IOException {
    for (String tag : List.of("b", "a", "c")) {
      registry.push("team/app", tag, image);
    }

    HttpResponse<String> first = http.get("/v2/team/app/tags/list?n=2");
    HttpResponse<String> second = http.get("/v2/team/app/tags/list?n=2&last=b");

    assertThat(http.get("/v2/team/app/tags/list").body())
        .isEqualTo("{\"name\":\"team/app\",\"tags\":[\"a\",\"b\",\"c\"]}");
    assertThat(first.body()).contains("[\"a\",\"b\"]");
    assertThat(header(first, "Link"))
        .isEqualTo("</v2/team/app/tags/list?n=2&last=b>; rel=\"next\"");
    assertThat(second.body()).contains("[\"c\"]");
    assertThat(header(second, "Link")).isEmpty();
  }

  @Test
  void whatIsPushedOverHttpCanBePulled() throws IOException {
    BuiltManifest index =
        TestImages.attestedIndex(Platform.of("linux", "amd64"), Platform.of("linux", "arm64"));

    try (RegistryPusher pusher = RegistryPusher.to(registry.uri())) {
      pusher.push("team/app", "1.0", index);
    }

    assertThat(http.get(TAG).body().getBytes()).isEqualTo(index.bytes());
    assertThat(header(http.head(TAG), "Content-Type")).isEqualTo(TestImages.OCI_INDEX);
  }

  @Test
  void aBlobCanBePushedInChunks() throws IOException {
    String digest = TestImages.sha256("abcdef".getBytes()).toString();
    String upload =
        header(http.text(http.send("POST", "/v2/team/app/blobs/uploads/", "")), "Location");

    HttpResponse<String> first =
        http.text(http.send("PATCH", upload, "abc", "Content-Range", "0-2"));
    HttpResponse<String> astray =
        http.text(http.send("PATCH", upload, "def", "Content-Range", "9-11"));
    http.text(http.send("PATCH", upload, "def", "Content-Range", "3-5"));
    HttpResponse<String> wrong =
        http.text(http.send("PUT", upload + "?digest=sha256:" + "0".repeat(64), ""));
    HttpResponse<String> last = http.text(http.send("PUT", upload + "?digest=" + digest, ""));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(header(first, "Range")).isEqualTo("0-2");
    assertThat(astray.statusCode()).isEqualTo(416);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(last.statusCode()).isEqualTo(201);
    assertThat(http.get("/v2/team/app/blobs/" + digest).body()).isEqualTo("abcdef");
  }

  @Test
  void aBlobCanBePushedAtOnceAndMounted() throws IOException {
    String digest = TestImages.sha256("abc".getBytes()).toString();

    HttpResponse<String> once =
        http.text(http.send("POST", "/v2/team/app/blobs/uploads/?digest=" + digest, "abc"));
    HttpResponse<String> mounted =
        http.text(
            http.send("POST", "/v2/team/b/blobs/uploads/?mount=" + digest + "&from=team/app", ""));

    assertThat(once.statusCode()).isEqualTo(201);
    assertThat(mounted.statusCode()).isEqualTo(201);
    assertThat(http.head("/v2/team/b/blobs/" + digest).statusCode()).isEqualTo(200);
  }

  @Test
  void anUntaggedManifestIsStillFoundByDigest() throws IOException {
    Digest digest = registry.push("team/app", "1.0", image);
    registry.untag("team/app", "1.0");

    assertThat(http.get(TAG).statusCode()).isEqualTo(404);
    assertThat(http.get("/v2/team/app/manifests/" + digest).statusCode()).isEqualTo(200);
  }

  @Test
  void requestsAreLoggedInOrder() throws IOException {
    registry.push("team/app", "1.0", image);
    http.head(TAG, "Authorization", "Basic eA==");
    http.get("/v2/team/app/tags/list?n=1");
    http.get("/v2/other/tags/list");

    assertThat(registry.requests("team/app"))
        .extracting(LoggedRequest::line)
        .containsExactly("HEAD " + TAG, "GET /v2/team/app/tags/list");
    assertThat(registry.requests().getFirst().authorization()).hasValue("Basic eA==");
    assertThat(registry.requests().get(1).query()).isEqualTo("n=1");
    assertThat(registry.count()).isEqualTo(3);
    assertThat(registry.count(RequestKind.TAGS, "GET")).isEqualTo(2);

    registry.clearLog();
    registry.logging(false);
    http.head(TAG);
    assertThat(registry.requests()).isEmpty();
    assertThat(registry.count(RequestKind.MANIFEST, "HEAD")).isEqualTo(1);
  }

  @Test
  void itSpeaksTls() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry secure = TestRegistry.start(authority.leaf().serverContext());
        HttpProbe trusting = new HttpProbe(secure.uri(), authority.clientContext());
        HttpProbe distrusting = new HttpProbe(secure)) {
      secure.push("team/app", "1.0", image);

      assertThat(secure.uri()).hasScheme("https");
      assertThat(trusting.head(TAG).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> distrusting.head(TAG)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void anExpiredCertificateIsRefused() {
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry secure = TestRegistry.start(authority.expiredLeaf().serverContext());
        HttpProbe trusting = new HttpProbe(secure.uri(), authority.clientContext())) {
      assertThatThrownBy(() -> trusting.head(TAG)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aThousandConnectionsAtOnceAreAnswered() throws Exception {
    registry.push("team/app", "1.0", image);
    registry.fault("team/app", Fault.delay(Duration.ofMillis(500)));
    registry.logging(false);

    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        answers.add(executor.submit(() -> patientHead()));
      }
    }

    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isEqualTo(200);
    }
    assertThat(registry.count(RequestKind.MANIFEST, "HEAD")).isEqualTo(1000);
    assertThat(registry.peakInFlight()).isGreaterThan(100);
    assertThat(registry.inFlight()).isZero();
  }

  private int patientHead() throws IOException {
    return http.text(HttpRequest.newBuilder(registry.uri().resolve(TAG)).HEAD().build())
        .statusCode();
  }
}
