package dev.pullable.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A line of `cli/lines/expected.tsv`: where an image stands in one of the files beside it.
///
/// @param object its kind and name
/// @param value what the image is once it is read
public record WrittenImage(
    String file, String object, String fieldPath, Place place, String value) {
  public static final Path FOLDER = Path.of("src/test/resources/cli/lines");

  public static List<WrittenImage> all() {
    try {
      return Files.readAllLines(FOLDER.resolve("expected.tsv")).stream()
          .filter(line -> !line.startsWith("#"))
          .map(WrittenImage::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> files() {
    return all().stream().map(WrittenImage::file).distinct().toList();
  }

  public static List<WrittenImage> in(String file) {
    return all().stream().filter(it -> it.file().equals(file)).toList();
  }

  public static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text as an editor shows it.
  public static String text(String file) {
    Charset charset =
        file.startsWith("utf16le")
            ? StandardCharsets.UTF_16LE
            : file.startsWith("utf16be") ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    String text = new String(bytes(file), charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// What a text has at a place.
  public static String written(String text, Place place) {
    return text.substring(
        offset(text, place.line(), place.column()),
        offset(text, place.endLine(), place.endColumn()));
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }

  private static WrittenImage of(String line) {
    String[] cells = line.split("\t", -1);
    int[] start = position(cells[3]);
    int[] end = position(cells[4]);
    return new WrittenImage(
        cells[0],
        cells[1],
        cells[2],
        new Place(cells[0], start[0], start[1], end[0], end[1]),
        cells[5]);
  }

  private static int[] position(String cell) {
    return java.util.Arrays.stream(cell.split(":")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return file + " " + fieldPath;
  }
}
