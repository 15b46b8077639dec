package dev.pullable.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/// The conformance vectors: those on the test class path, or those in the folder that the system
/// property `conformance.vectors` names.
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /// The cases of a file such as `keyring.json`, each under its name.
  public static Stream<Named<JsonNode>> cases(String file) {
    try (InputStream in = open(file)) {
      JsonNode cases = JSON.readTree(in).required("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(node -> Named.of(node.required("name").asText(), node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) throws IOException {
    String folder = System.getProperty("conformance.vectors", "");
    return folder.isEmpty()
        ? Objects.requireNonNull(Vectors.class.getResourceAsStream("/conformance/" + file), file)
        : Files.newInputStream(Path.of(folder, file));
  }
}
