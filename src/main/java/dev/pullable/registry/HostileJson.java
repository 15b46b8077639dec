package dev.pullable.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// JSON of which anybody may be the author, read as far as it is of use: what else there is in an
/// object is passed over, so that it costs no memory.
final class HostileJson {
  /// Deep enough for all that registries hold; it bounds stack and heap.
  private static final int DEEPEST = 200;

  /// Twice those of an index of a thousand entries. A token of three bytes can be a node of ninety
  /// in memory.
  private static final long MOST_TOKENS = 100_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              // Anybody's field names would stay in the JVM's table of strings.
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEEPEST)
                      .maxTokenCount(MOST_TOKENS)
                      .maxStringLength(8 << 20)
                      .build())
              .build());

  private HostileJson() {}

  /// The members of these names, each under the name as it is given here: names are compared
  /// without regard to case, and of several the last counts, as in Go. Empty if the body's first
  /// value is no object.
  ///
  /// @throws IOException if it is not JSON, or more of it than is read
  static Optional<ObjectNode> members(byte[] body, Set<String> names) throws IOException {
    try (JsonParser in = JSON.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      ObjectNode members = JSON.createObjectNode();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        Optional<String> wanted = names.stream().filter(name::equalsIgnoreCase).findFirst();
        in.nextToken();
        if (wanted.isPresent()) {
          members.set(wanted.get(), in.readValueAsTree());
        } else {
          in.skipChildren();
        }
      }
      if (!in.hasToken(JsonToken.END_OBJECT)) {
        throw new JsonParseException(in, "the object does not end");
      }
      return Optional.of(members);
    }
  }
}
