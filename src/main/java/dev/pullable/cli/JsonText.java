package dev.pullable.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/// JSON as text that has the same bytes in every charset, and nothing in it upon which a terminal
/// or what runs a pipeline acts (see [Plain]).
final class JsonText {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  private JsonText() {}

  static void write(JsonNode node, PrintWriter out) {
    out.println(safe(text(node)));
    out.flush();
  }

  private static String text(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      // A tree of strings and numbers has nothing that cannot be written.
      throw new IllegalStateException(e);
    }
  }

  /// Both stand within strings only. Jackson has DEL for printable.
  private static String safe(String json) {
    return json.replace("##", "#\\u0023").replace("\u007f", "\\u007f");
  }
}
