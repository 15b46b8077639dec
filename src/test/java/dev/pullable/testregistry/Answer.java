package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a registry answers to one request, before it is sent.
///
/// @param headers without `Content-Length`, which the body tells
/// @param body withheld, but measured, where the request is a HEAD
public record Answer(int status, Map<String, List<String>> headers, Body body) {

  /// The bytes of an answer.
  public interface Body {
    /// The number of bytes, or a negative one where it is not told (chunked).
    long length();

    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  public Answer {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  public static Answer of(int status) {
    return new Answer(status, Map.of(), bytes(new byte[0]));
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", List.of(contentType)), bytes(body));
  }

  public static Answer json(int status, String body) {
    return of(status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /// An error as the OCI distribution specification has it.
  public static Answer error(int status, String code, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", code).put("message", message);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putArray("errors").add(error);
    return json(status, root.toString());
  }

  /// This answer with one header set, and its former values gone.
  public Answer with(String header, String... values) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.remove(header);
    if (values.length > 0) {
      changed.put(header, List.of(values));
    }
    return new Answer(status, changed, body);
  }

  public Answer with(Body other) {
    return new Answer(status, headers, other);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  public static Body bytes(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }
}
