package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Pushes built images to any registry over HTTP.
///
/// A credential is shown at once as basic, or to the token endpoint of a bearer challenge.
public final class RegistryPusher implements AutoCloseable {
  private static final Pattern BEARER =
      Pattern.compile("Bearer realm=\"([^\"]*)\",service=\"([^\"]*)\".*");

  private final URI base;
  private final @Nullable BasicCredential credential;
  private final HttpClient client;

  private RegistryPusher(
      URI base, @Nullable BasicCredential credential, @Nullable SSLContext context) {
    this.base = base;
    this.credential = credential;
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    this.client = (context == null ? builder : builder.sslContext(context)).build();
  }

  /// @param base scheme and authority
  public static RegistryPusher to(URI base) {
    return new RegistryPusher(base, null, null);
  }

  /// @param context which certificates are trusted; null for those of the JVM
  public static RegistryPusher to(URI base, @Nullable SSLContext context) {
    return new RegistryPusher(base, null, context);
  }

  /// @param context which certificates are trusted; null for those of the JVM
  public static RegistryPusher to(
      URI base, @Nullable SSLContext context, String username, String password) {
    return new RegistryPusher(base, new BasicCredential(username, password), context);
  }

  /// Pushes a manifest with all that it refers to, and tags it.
  ///
  /// @throws IllegalStateException if the registry refuses anything
  public Digest push(String repository, String tag, BuiltManifest manifest) {
    String authorization = authorization(repository);
    push(repository, tag, manifest, authorization);
    return manifest.digest();
  }

  private void push(
      String repository, String reference, BuiltManifest manifest, String authorization) {
    for (BuiltManifest child : manifest.children()) {
      push(repository, child.digest().toString(), child, authorization);
    }
    for (Map.Entry<String, byte[]> blob : manifest.blobs().entrySet()) {
      push(repository, blob.getKey(), blob.getValue(), authorization);
    }
    expect(
        201,
        request("/v2/" + repository + "/manifests/" + reference, authorization)
            .header("Content-Type", manifest.mediaType())
            .PUT(BodyPublishers.ofByteArray(manifest.bytes())));
  }

  private void push(String repository, String digest, byte[] blob, String authorization) {
    HttpResponse<String> begun =
        expect(
            202,
            request("/v2/" + repository + "/blobs/uploads/", authorization)
                .POST(BodyPublishers.noBody()));
    String upload = begun.headers().firstValue("Location").orElseThrow();
    String separator = upload.contains("?") ? "&" : "?";
    String digestParameter = "digest=" + URLEncoder.encode(digest, StandardCharsets.UTF_8);
    expect(
        201,
        request(upload + separator + digestParameter, authorization)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(blob)));
  }

  /// The `Authorization` that a push to a repository needs, or an empty text.
  private String authorization(String repository) {
    // Asked for the repository itself, since a TestRegistry may guard that and not /v2/.
    HttpResponse<String> asked = send(request("/v2/" + repository + "/tags/list", "").GET());
    String challenge = asked.headers().firstValue("WWW-Authenticate").orElse("");
    Matcher bearer = BEARER.matcher(challenge);
    if (!bearer.matches()) {
      return credential == null ? "" : credential.header();
    }
    String query =
        "service="
            + URLEncoder.encode(bearer.group(2), StandardCharsets.UTF_8)
            + "&scope="
            + URLEncoder.encode("repository:" + repository + ":pull,push", StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        expect(
            200,
            request(bearer.group(1) + "?" + query, credential == null ? "" : credential.header())
                .GET());
    try {
      return "Bearer " + new ObjectMapper().readTree(answer.body()).get("token").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> expect(int status, HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != status) {
      throw new IllegalStateException(response + ": " + response.body());
    }
    return response;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
