package dev.pullable.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// A page of a list, read object by object: of a page of Pods, of which anybody may make one as
/// large as etcd takes, only one is in memory.
final class PagedList {
  private static final int PAGE = 500;

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final KubernetesClient client;

  PagedList(KubernetesClient client) {
    this.client = client;
  }

  /// Hands over the objects of a page.
  ///
  /// @param path below the API server's address, such as `api/v1/pods`
  /// @param fieldSelector empty for none
  /// @param token where the page begins; empty for the first
  /// @return where the next one begins; empty if there is none
  /// @throws KubernetesClientException if the answer is another than 200
  <T extends HasMetadata> String page(
      String path, Class<T> type, String fieldSelector, String token, Consumer<T> objects)
      throws IOException, InterruptedException, ExecutionException {
    URI uri = URI.create(client.getMasterUrl() + path + query(fieldSelector, token));
    HttpResponse<InputStream> response =
        client
            .getHttpClient()
            .sendAsync(
                client.getHttpClient().newHttpRequestBuilder().uri(uri).build(), InputStream.class)
            .get();
    try (InputStream body = response.body()) {
      if (response.code() != HttpURLConnection.HTTP_OK) {
        throw new KubernetesClientException("", response.code(), null);
      }
      return read(body, type, objects);
    }
  }

  private static String query(String fieldSelector, String token) {
    return "?"
        + (token.isEmpty() ? "" : "continue=" + encoded(token) + "&")
        + (fieldSelector.isEmpty() ? "" : "fieldSelector=" + encoded(fieldSelector) + "&")
        + "limit="
        + PAGE;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static <T> String read(InputStream body, Class<T> type, Consumer<T> objects)
      throws IOException {
    String next = "";
    try (JsonParser parser = JSON.createParser(body)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("metadata")) {
          next = JSON.<JsonNode>readTree(parser).path("continue").asText("");
        } else if (name.equals("items") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            objects.accept(Objects.requireNonNull(JSON.readValue(parser, type)));
          }
        } else {
          parser.skipChildren();
        }
      }
      require(parser.currentToken() == JsonToken.END_OBJECT);
    }
    return next;
  }

  /// What is cut short must not be taken for the whole list.
  private static void require(boolean whole) throws IOException {
    if (!whole) {
      throw new IOException("not a list");
    }
  }
}
