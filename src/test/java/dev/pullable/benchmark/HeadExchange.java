package dev.pullable.benchmark;

import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One HEAD of a known digest, by the registry adapter and by the JDK's client, to one registry in
/// memory over connections that are kept alive.
final class HeadExchange implements AutoCloseable {
  private static final String REPOSITORY = "shop/web";
  private static final Duration BUDGET = Duration.ofSeconds(10);

  private final TestRegistry registry;
  private final JibRegistry jib;
  private final HttpClient client;
  private final ManifestRequest asked;
  private final HttpRequest head;

  HeadExchange(boolean tls) throws IOException {
    TestAuthority authority = TestAuthority.create();
    registry = tls ? TestRegistry.start(authority.leaf().serverContext()) : TestRegistry.start();
    registry.logging(false);
    Digest digest = registry.push(REPOSITORY, TestImages.index(Platform.of("linux", "amd64")));
    Path caFile = Files.createTempFile("ca", ".crt");
    Files.writeString(caFile, authority.certificatePem());
    jib = jib(caFile);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(authority.clientContext())
            .build();
    asked = new ManifestRequest(registry.endpoint(), REPOSITORY, digest.toString(), digest, null);
    URI uri = URI.create(registry.uri() + "/v2/" + REPOSITORY + "/manifests/" + digest);
    head =
        HttpRequest.newBuilder(uri)
            .method("HEAD", BodyPublishers.noBody())
            .header("Accept", "application/vnd.oci.image.index.v1+json, */*")
            .timeout(BUDGET)
            .build();
    Files.delete(caFile);
    // The one GET that makes the digest known.
    byJib();
  }

  private static JibRegistry jib(Path caFile) {
    return new JibRegistry(
        OnLoopback.settings(List.of(caFile), Duration.ofSeconds(2)),
        new CredentialFingerprint(),
        new ManifestCache(1 << 20));
  }

  ManifestAnswer byJib() {
    ManifestAnswer answer = jib.manifest(asked, Deadline.in(BUDGET));
    if (!(answer instanceof ManifestAnswer.Found)) {
      throw new IllegalStateException("not found: " + answer);
    }
    return answer;
  }

  String byJdk() throws IOException, InterruptedException {
    var response = client.send(head, BodyHandlers.discarding());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("not found: " + response);
    }
    return response.headers().firstValue("docker-content-digest").orElseThrow();
  }

  @Override
  public void close() throws IOException {
    jib.close();
    client.close();
    registry.close();
  }
}
