package dev.pullable.admission;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An AdmissionReview without the objects in it, of which it is only said where they stand. What is
/// not needed is passed over, so that it costs no memory. A member of another type than it should
/// have counts as empty.
///
/// @param request null if there is none
record AdmissionEnvelope(String apiVersion, String kind, @Nullable Request request) {
  private static final int OBJECT_BYTES = 400;
  private static final int TOKEN_BYTES = 64;

  /// The members of a request that decide a review; empty where they are absent.
  record Request(
      String uid,
      String operation,
      String subResource,
      String namespace,
      String name,
      String user,
      Slice object,
      Slice oldObject) {}

  /// Where a value stands in the body, in bytes.
  ///
  /// @param weight roughly how many bytes of memory it takes once it is read, rather more than less
  record Slice(int start, int length, long weight) {
    static final Slice NONE = new Slice(0, 0, 0);

    boolean isEmpty() {
      return length == 0;
    }
  }

  /// Reads a document to its end. As in Go, of two members of one name the later counts.
  static AdmissionEnvelope read(JsonParser in) throws IOException {
    String apiVersion = "";
    String kind = "";
    Request request = null;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(in, "not an object");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "apiVersion" -> apiVersion = text(in);
        case "kind" -> kind = text(in);
        case "request" -> request = request(in);
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new JsonParseException(in, "more than one value");
    }
    return new AdmissionEnvelope(apiVersion, kind, request);
  }

  /// Reads on to `request.uid` and no further; empty if there is none. kube-apiserver writes it
  /// first.
  static Optional<String> uid(JsonParser in) throws IOException {
    boolean found = enter(in, "request") && in.nextToken() == JsonToken.START_OBJECT;
    String uid = found && find(in, "uid") && in.nextToken() != null ? text(in) : "";
    return uid.isEmpty() ? Optional.empty() : Optional.of(uid);
  }

  private static boolean enter(JsonParser in, String name) throws IOException {
    return in.nextToken() == JsonToken.START_OBJECT && find(in, name);
  }

  /// Passes over the members of an object until the one of this name.
  private static boolean find(JsonParser in, String name) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      if (in.currentName().equals(name)) {
        return true;
      }
      in.nextToken();
      in.skipChildren();
    }
    return false;
  }

  private static @Nullable Request request(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      in.skipChildren();
      return null;
    }
    String uid = "";
    String operation = "";
    String subResource = "";
    String namespace = "";
    String objectName = "";
    String user = "";
    Slice object = Slice.NONE;
    Slice oldObject = Slice.NONE;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "uid" -> uid = text(in);
        case "operation" -> operation = text(in);
        case "subResource" -> subResource = text(in);
        case "namespace" -> namespace = text(in);
        case "name" -> objectName = text(in);
        case "userInfo" -> user = user(in);
        case "object" -> object = slice(in);
        case "oldObject" -> oldObject = slice(in);
        default -> in.skipChildren();
      }
    }
    return new Request(uid, operation, subResource, namespace, objectName, user, object, oldObject);
  }

  /// The name of who asks.
  private static String user(JsonParser in) throws IOException {
    String user = "";
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      in.skipChildren();
      return user;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = in.currentName().equals("username");
      in.nextToken();
      if (named) {
        user = text(in);
      } else {
        in.skipChildren();
      }
    }
    return user;
  }

  private static String text(JsonParser in) throws IOException {
    if (in.hasToken(JsonToken.VALUE_STRING)) {
      return in.getText();
    }
    in.skipChildren();
    return "";
  }

  private static Slice slice(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      in.skipChildren();
      return Slice.NONE;
    }
    long start = in.currentTokenLocation().getByteOffset();
    long weight = weigh(in);
    long end = in.currentLocation().getByteOffset();
    if (start < 0) {
      throw new JsonParseException(in, "not UTF-8");
    }
    int length = (int) (end - start);
    // Its text is once in characters of two bytes while it is read.
    return new Slice((int) start, length, 2L * length + weight);
  }

  /// Passes over an object, counting what it is made of: a container of two bytes, `{}`, is one of
  /// 350 in memory.
  private static long weigh(JsonParser in) throws IOException {
    long weight = 0;
    int depth = 0;
    do {
      JsonToken token = in.currentToken();
      weight += token == JsonToken.START_OBJECT ? OBJECT_BYTES : TOKEN_BYTES;
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && in.nextToken() != null);
    return weight;
  }
}
