package dev.pullable.testregistry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A plain HTTP client that hides nothing: no redirect, no authentication, no decompression.
final class HttpProbe implements AutoCloseable {
  private final URI base;
  private final HttpClient client;

  HttpProbe(URI base, @Nullable SSLContext context) {
    this.base = base;
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    this.client = (context == null ? builder : builder.sslContext(context)).build();
  }

  HttpProbe(TestRegistry registry) {
    this(registry.uri(), null);
  }

  HttpResponse<String> get(String path, String... headers) throws IOException {
    return text(send("GET", path, "", headers));
  }

  HttpResponse<String> head(String path, String... headers) throws IOException {
    return text(send("HEAD", path, "", headers));
  }

  HttpResponse<String> post(String path, String form) throws IOException {
    return text(send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded"));
  }

  HttpResponse<String> text(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  HttpResponse<byte[]> bytes(String path) throws IOException {
    try {
      return client.send(send("GET", path, ""), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  HttpRequest send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(2))
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
