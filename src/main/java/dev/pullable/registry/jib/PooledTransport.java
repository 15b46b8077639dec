package dev.pullable.registry.jib;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/// jib's transport for one exchange, over a connection pool that all exchanges share. It reads the
/// whole answer within the deadline and the cap, and keeps it as bytes, of which jib's own response
/// would lose the headers of a success and the encoding of an error.
final class PooledTransport extends HttpTransport {
  private static final int ERROR_LIMIT = 64 * 1024;

  // Go leaves the first four out of what is sent, and containerd sets the last itself.
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "trailer", "accept");

  private final CloseableHttpClient client;
  private final Aborter aborter;
  private final Deadline deadline;
  private final boolean plain;
  private final int connectTimeoutMillis;
  private final int bodyLimit;
  private final AnswerBudget.@Nullable Room room;
  private Map<String, List<Secret>> headers = Map.of();
  private @Nullable Secret authorization;
  private @Nullable HttpAnswer answer;

  /// @param plain whether the https that jib insists on is dialled as http
  /// @param room for the body; null where its limit is within what is free
  PooledTransport(
      CloseableHttpClient client,
      Aborter aborter,
      Deadline deadline,
      boolean plain,
      int connectTimeoutMillis,
      int bodyLimit,
      AnswerBudget.@Nullable Room room) {
    this.client = client;
    this.aborter = aborter;
    this.deadline = deadline;
    this.plain = plain;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.bodyLimit = bodyLimit;
    this.room = room;
  }

  /// What the exchange brought; null before there was an answer.
  @Nullable HttpAnswer answer() {
    return answer;
  }

  /// Sets the headers that a host is sent beside all others.
  void headers(Map<String, List<Secret>> added) {
    headers = added;
  }

  /// Sets the Authorization header, which jib would drop where it thinks the connection is plain.
  void authorize(@Nullable Secret header) {
    authorization = header;
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    String dialled = plain ? "http" + url.substring("https".length()) : url;
    RequestBuilder builder = RequestBuilder.create(method).setUri(dialled);
    addHeaders(builder);
    Secret header = authorization;
    if (header != null) {
      builder.setHeader("Authorization", header.reveal());
    }
    return new PooledRequest(builder);
  }

  private void addHeaders(RequestBuilder builder) {
    headers.forEach((name, values) -> {
      if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> builder.addHeader(name, value.reveal()));
      }
    });
  }

  private HttpAnswer exchange(RequestBuilder builder) throws IOException {
    int left = Math.toIntExact(Math.clamp(deadline.remaining().toMillis(), 1, 600_000));
    // The socket's own timeout is only a net below the abort: closing a TLS socket after its read
    // timeout waits for as long again.
    builder.setConfig(
        RequestConfig.custom()
            // What is left after a longer wait would not do for an answer.
            .setConnectionRequestTimeout(Math.max(1, left * 3 / 4))
            .setConnectTimeout(Math.min(connectTimeoutMillis, left))
            .setSocketTimeout(left + 2_000)
            .setRedirectsEnabled(false)
            .build());
    HttpUriRequest request = builder.build();
    try (Aborter.Watch _ = aborter.abortAt(deadline, request);
        CloseableHttpResponse response = client.execute(request)) {
      int status = response.getStatusLine().getStatusCode();
      return new HttpAnswer(status, headers(response), body(response, request, status < 300));
    }
  }

  private static Map<String, List<String>> headers(CloseableHttpResponse response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Header header : response.getAllHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    return headers;
  }

  /// The inflated body. What goes past the limit fails a success, and is cut off an error, of which
  /// only the code near its beginning is of use.
  private byte[] body(CloseableHttpResponse response, HttpUriRequest request, boolean success)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    int limit = success ? bodyLimit : ERROR_LIMIT;
    byte[] read = new byte[0];
    boolean whole = false;
    try {
      read = AnswerBody.read(entity.getContent(), limit, room);
      whole = read.length <= limit;
    } finally {
      if (!whole) {
        // Before the response is closed, which would read an endless body to its end.
        request.abort();
      }
    }
    if (success && !whole) {
      throw new BodyTooLargeException(limit);
    }
    return whole ? read : Arrays.copyOf(read, limit);
  }

  private final class PooledRequest extends LowLevelHttpRequest {
    private final RequestBuilder builder;

    PooledRequest(RequestBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void addHeader(String name, String value) {
      // What is configured for a host stands for our name.
      if (!name.equalsIgnoreCase("user-agent") || builder.getFirstHeader(name) == null) {
        builder.addHeader(name, value);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      var content = getStreamingContent();
      if (content != null) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        ByteArrayEntity entity = new ByteArrayEntity(bytes.toByteArray());
        entity.setContentType(getContentType());
        builder.setEntity(entity);
      }
      HttpAnswer exchanged = exchange(builder);
      answer = exchanged;
      return new StatusOnly(exchanged.status());
    }
  }

  /// All that jib needs to see: without a Location it follows no redirect, which is ours to judge.
  private static final class StatusOnly extends LowLevelHttpResponse {
    private final int status;

    StatusOnly(int status) {
      this.status = status;
    }

    @Override
    public InputStream getContent() {
      return InputStream.nullInputStream();
    }

    @Override
    public @Nullable String getContentEncoding() {
      return null;
    }

    @Override
    public long getContentLength() {
      return 0;
    }

    @Override
    public @Nullable String getContentType() {
      return null;
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + status;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return 0;
    }

    @Override
    public String getHeaderName(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String getHeaderValue(int index) {
      throw new IndexOutOfBoundsException(index);
    }
  }
}
