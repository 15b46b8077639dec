package dev.pullable.testregistry;

import static dev.pullable.testregistry.HttpProbe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pullable.platform.Platform;
import java.io.IOException;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class DockerRegistryFixtureRegistryIT {
  private static final String TAG = "/v2/team/app/manifests/1.0";

  private final BuiltManifest index =
      TestImages.attestedIndex(Platform.of("linux", "amd64"), Platform.of("linux", "arm64"));

  @Test
  void itIsInstalled() {
    assertThat(DockerRegistry.isInstalled()).isTrue();
  }

  @Test
  void anOpenRegistryTakesAndGives() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri());
        HttpProbe http = new HttpProbe(registry.uri(), null)) {
      pusher.push("team/app", "1.0", index);

      assertFound(http.head(TAG, "Accept", TestImages.OCI_INDEX));
      assertThat(http.head("/v2/team/app/manifests/2.0").statusCode()).isEqualTo(404);
      await()
          .untilAsserted(() ->
              assertThat(registry.accessLog())
                  .contains("HEAD " + TAG + " 200", "HEAD /v2/team/app/manifests/2.0 404"));
    }
  }

  @Test
  void itTakesEveryKindOfManifestButSchemaOne() {
    try (DockerRegistry registry = DockerRegistry.start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri())) {
      Platform linux = Platform.of("linux", "amd64");
      pusher.push("team/app", "image", TestImages.image(linux, 64, 100_000));
      pusher.push("team/app", "docker", TestImages.dockerImage(linux));
      pusher.push("team/app", "list", TestImages.manifestList(linux));
      pusher.push("team/app", "platformless", TestImages.platformlessIndex(linux));
      pusher.push("team/app", "nested", TestImages.nestedIndex(linux));
      pusher.push("team/app", "chart", TestImages.helmChart("app", "1.0.0"));
      pusher.push("team/app", "artifact", TestImages.artifact("application/spdx+json", "{}"));

      assertThatThrownBy(() -> pusher.push("team/app", "1", TestImages.schemaOne("team/app", "1")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("MANIFEST_INVALID");
    }
  }

  @Test
  void itSpeaksTls() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry = DockerRegistry.setup().tls(authority).start();
        RegistryPusher pusher = RegistryPusher.to(registry.uri(), authority.clientContext());
        HttpProbe http = new HttpProbe(registry.uri(), authority.clientContext());
        HttpProbe distrusting = new HttpProbe(registry.uri(), null)) {
      pusher.push("team/app", "1.0", index);

      assertFound(http.head(TAG, "Accept", TestImages.OCI_INDEX));
      assertThatThrownBy(() -> distrusting.head(TAG)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void htpasswdWantsAUsersPassword() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (DockerRegistry registry =
            DockerRegistry.setup().tls(authority).user("ana", "s3:cret").user("bob", "pw").start();
        RegistryPusher pusher =
            RegistryPusher.to(registry.uri(), authority.clientContext(), "ana", "s3:cret");
        HttpProbe http = new HttpProbe(registry.uri(), authority.clientContext())) {
      pusher.push("team/app", "1.0", index);

      HttpResponse<String> anonymous = http.head(TAG);
      assertThat(anonymous.statusCode()).isEqualTo(401);
      assertThat(header(anonymous, "WWW-Authenticate")).isEqualTo("Basic realm=\"test-registry\"");
      assertThat(headAs(http, new BasicCredential("ana", "wrong")).statusCode()).isEqualTo(401);
      assertFound(headAs(http, new BasicCredential("bob", "pw")));
    }
  }

  @Test
  void tokensComeFromAnotherServer() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry tokens = TestRegistry.start(authority.leaf().serverContext())) {
      tokens.auth("", Auth.bearer().user("ana", "s3:cret"));
      tokens.auth("public", Auth.bearer().user("ana", "s3:cret").anonymousPull());
      JwtMint mint = new JwtMint(authority.leaf("signer"));
      try (DockerRegistry registry =
              DockerRegistry.setup().tls(authority).tokens(tokens, mint).start();
          RegistryPusher pusher =
              RegistryPusher.to(registry.uri(), authority.clientContext(), "ana", "s3:cret");
          HttpProbe http = new HttpProbe(registry.uri(), authority.clientContext());
          HttpProbe realm = new HttpProbe(tokens.uri(), authority.clientContext())) {
        pusher.push("team/app", "1.0", index);
        pusher.push("public/app", "1.0", index);

        assertThat(header(http.head(TAG), "WWW-Authenticate"))
            .isEqualTo(
                "Bearer realm=\"%s/token\",service=\"%s\",scope=\"repository:team/app:pull\""
                    .formatted(tokens.uri(), Auth.DEFAULT_SERVICE));
        assertThat(headAnonymously(http, realm, "team/app").statusCode()).isEqualTo(401);
        assertFound(headAnonymously(http, realm, "public/app"));
        assertThat(tokens.tokenRequests()).hasSize(4);
      }
    }
  }

  private static HttpResponse<String> headAnonymously(
      HttpProbe http, HttpProbe realm, String repository) throws IOException {
    String body =
        realm.get("/token?service=test-registry&scope=repository:" + repository + ":pull").body();
    String token = body.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    return http.head(
        "/v2/" + repository + "/manifests/1.0",
        "Authorization",
        "Bearer " + token,
        "Accept",
        TestImages.OCI_INDEX);
  }

  private static HttpResponse<String> headAs(HttpProbe http, BasicCredential credential)
      throws IOException {
    return http.head(TAG, "Authorization", credential.header(), "Accept", TestImages.OCI_INDEX);
  }

  private void assertFound(HttpResponse<String> head) {
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(index.digest().toString());
  }
}
