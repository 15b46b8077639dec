package dev.pullable.credential;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Reads a docker config with the meaning that Go's encoding/json gives to it: names fold case,
/// repeated objects merge, the last of repeated values wins, `null` changes nothing (or empties a
/// map) and a value of a wrong type spoils the whole, yet lets the reading go on.
final class DockerConfigReader {
  /// The API server's limit for all data of a Secret.
  static final int LARGEST = 1 << 20;

  /// encoding/json: maxNestingDepth.
  private static final int DEEPEST = 10_000;

  // Names are not canonicalised: hostile ones would be made to collide.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LARGEST)
                  .maxStringLength(LARGEST)
                  .maxNameLength(LARGEST)
                  .build())
          .build();

  private final String text;
  private final Map<String, DockerConfig.Entry> entries = new LinkedHashMap<>();
  private boolean auths;
  private @Nullable String problem;

  DockerConfigReader(byte[] value) {
    this.text = GoText.decode(value);
  }

  DockerConfig read(DockerConfig.Layout layout) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() == null) {
        return new DockerConfig.Malformed("is blank");
      }
      switch (layout) {
        case JSON -> config(json);
        case LEGACY -> registries(json);
      }
      if (json.nextToken() != null) {
        return new DockerConfig.Malformed("has more after its JSON value");
      }
    } catch (JacksonException e) {
      // Its message shows parts of the document, its location does not.
      return new DockerConfig.Malformed("is not JSON" + place(e.getLocation()));
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
    return problem == null
        ? new DockerConfig.Parsed(new ArrayList<>(entries.values()), emptiness(layout))
        : new DockerConfig.Malformed(problem);
  }

  private String emptiness(DockerConfig.Layout layout) {
    if (!entries.isEmpty()) {
      return "";
    }
    return switch (layout) {
      case JSON ->
          auths ? "has no entry in auths" : "has no member auths, so that it holds no entry";
      case LEGACY -> "holds no entry";
    };
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private void config(JsonParser json) throws IOException {
    if (!isObject(json)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (folds(name, "auths")) {
        auths = true;
        registries(json);
      } else if (folds(name, "httpheaders")) {
        headers(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void registries(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      entries.clear();
    }
    if (!isObject(json)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String registry = GoText.wellFormed(json.currentName());
      json.nextToken();
      entries.put(registry, entry(json, registry));
    }
  }

  private DockerConfig.Entry entry(JsonParser json, String registry) throws IOException {
    String username = "";
    String password = "";
    String auth = "";
    if (isObject(json)) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (folds(name, "username")) {
          username = string(json, username);
        } else if (folds(name, "password")) {
          password = string(json, password);
        } else if (folds(name, "auth")) {
          auth = string(json, auth);
        } else if (folds(name, "email")) {
          string(json, "");
        } else {
          json.skipChildren();
        }
      }
    }
    return auth.isEmpty()
        ? new DockerConfig.Entry(registry, username, new Secret(password))
        : decoded(json, registry, auth);
  }

  private DockerConfig.Entry decoded(JsonParser json, String registry, String auth) {
    return switch (AuthField.of(auth)) {
      case AuthField.Login(String username, Secret password) ->
          new DockerConfig.Entry(registry, username, password);
      case AuthField.Unreadable(String why) -> {
        note(json, "has an auth field that " + why);
        yield new DockerConfig.Entry(registry, "", new Secret(""));
      }
    };
  }

  /// Headers are of no use to a kubelet, but one that is no string is as bad as any wrong type.
  private void headers(JsonParser json) throws IOException {
    if (!isObject(json)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      json.nextToken();
      string(json, "");
    }
  }

  private boolean isObject(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
      note(json, "must be an object, not " + kind(token));
      json.skipChildren();
    }
    return token == JsonToken.START_OBJECT;
  }

  private String string(JsonParser json, String before) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return GoText.wellFormed(json.getText());
    }
    if (token != JsonToken.VALUE_NULL) {
      note(json, "must be a string, not " + kind(token));
      json.skipChildren();
    }
    return before;
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "nothing";
    };
  }

  /// Keeps the first problem, as the kubelet does.
  private void note(JsonParser json, String what) {
    if (problem == null) {
      problem = (path(json.getParsingContext()) + " " + what).strip();
    }
  }

  /// The names that lead to a value, such as `"auths"."reg.io"."auth"`.
  private static String path(JsonStreamContext inner) {
    StringJoiner path = new StringJoiner(".");
    Deque<String> names = new ArrayDeque<>();
    for (JsonStreamContext at = inner; at != null; at = at.getParent()) {
      if (at.getCurrentName() != null) {
        names.push(at.getCurrentName());
      }
    }
    names.forEach(name -> path.add('"' + RegistryKey.shown(name) + '"'));
    return path.toString();
  }

  /// Whether encoding/json takes a name for a field: beside the letters' cases, the long s and the
  /// Kelvin sign fold to ASCII. Java's equalsIgnoreCase would fold more.
  private static boolean folds(String name, String field) {
    if (name.length() != field.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      char folded =
          switch (c) {
            case 'ſ' -> 's';
            case '\u212A' -> 'k';
            default -> c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
          };
      if (folded != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
