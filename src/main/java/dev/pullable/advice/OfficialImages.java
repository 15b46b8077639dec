package dev.pullable.advice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The official images of Docker Hub, which lists its repositories to nobody: those that are used
/// most, as they are called in `docker.io/library`.
final class OfficialImages {
  private static final List<String> NAMES = read();

  private OfficialImages() {}

  static List<String> names() {
    return NAMES;
  }

  private static List<String> read() {
    try (InputStream in =
            Objects.requireNonNull(OfficialImages.class.getResourceAsStream("official-images"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
