package dev.pullable.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.manifest.ImageEdits.Edited;
import dev.pullable.manifest.ImageEdits.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageEditsTest {
  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

  private static List<String> files() {
    return WrittenImage.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void nothingButTheImagesIsChanged(String file) {
    String before = WrittenImage.text(file);
    Map<Place, String> wanted = pinned(file);
    Edited edited = ImageEdits.apply(file, WrittenImage.bytes(file), wanted);
    assertThat(edited.refused()).isEmpty();

    byte[] expected = WrittenImage.bytes(file);
    StringBuilder text = new StringBuilder(before);
    wanted.keySet().stream()
        .sorted((a, b) -> Integer.compare(offset(before, b), offset(before, a)))
        .forEach(place -> pin(text, before, place));
    assertThat(edited.text()).isEqualTo(encoded(file, expected, text.toString()));
    assertThat(edited.places())
        .containsExactlyInAnyOrderElementsOf(
            wanted.keySet().stream().filter(it -> !written(file, it).contains("@")).toList());
  }

  /// By hand, without the class that is tested: the digest goes in behind the last character that
  /// is no quote, and an escape that need not be is left out.
  private static void pin(StringBuilder text, String before, Place place) {
    String written = WrittenImage.written(before, place);
    if (!written.contains("@")) {
      int start = offset(before, place);
      int quotes = written.endsWith("\"") || written.endsWith("'") ? 1 : 0;
      String head = written.substring(0, written.length() - quotes).replace("\\/", "/");
      text.replace(
          start,
          start + written.length(),
          head + DIGEST + written.substring(written.length() - quotes));
    }
  }

  private static int offset(String text, Place place) {
    int start = 0;
    for (int i = 1; i < place.line(); i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + place.column() - 1;
  }

  private static byte[] encoded(String file, byte[] original, String text) {
    boolean marked = WrittenImage.text(file).length() > 0 && original[0] < 0;
    String all = (marked ? "\uFEFF" : "") + text;
    return all.getBytes(
        file.startsWith("utf16le")
            ? StandardCharsets.UTF_16LE
            : file.startsWith("utf16be") ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "image: a:1 ~ image: a:1@D",
        "image: a:1  # a:1 ~ image: a:1@D  # a:1",
        "image: \"a:1\" ~ image: \"a:1@D\"",
        "image: 'a:1' ~ image: 'a:1@D'",
        "image: \"\\x61:1\" ~ image: \"a:1@D\"",
        "image: !!str a:1 ~ image: !!str a:1@D",
        "{image: a:1} ~ {image: a:1@D}",
        "{\"image\":\"a:1\"} ~ {\"image\":\"a:1@D\"}",
        "image: >-\\n    a:1 ~ image: >-\\n    a:1@D",
        "image: |-  # b\\n    a:1 ~ image: |-  # b\\n    a:1@D",
      })
  void howAnImageIsQuotedStays(String before, String after) {
    assertThat(edited(before.replace("\\n", "\n")).text())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(text(after.replace("\\n", "\n").replace("@D", DIGEST)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: |\n    a:1",
        "image: >-\n\n    a:1",
        "image: \"a\\\n    :1\"",
        "image: |-\n    a\n    :1",
      })
  void whatIsNotOnOneLineIsLeftAsItIs(String image) {
    Edited edited = edited(image);
    assertThat(edited.text()).asString(StandardCharsets.UTF_8).isEqualTo(text(image));
    assertThat(edited.places()).isEmpty();
    assertThat(edited.refused())
        .extracting(Refusal::problem)
        .containsExactly("it is not written on one line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a: b", "a\nb", "a #b", "\"", "'", "", "{a}", "é", "- a"})
  void whatIsNoImageIsNotWritten(String value) {
    for (String written :
        List.of("image: a:1", "image: 'a:1'", "image: \"a:1\"", "image: >-\n    a:1")) {
      Place place = place(written);
      Edited edited = ImageEdits.apply("it", bytes(written), Map.of(place, value));
      assertThat(edited.text()).isEqualTo(bytes(written));
      assertThat(edited.refused()).hasSize(1);
    }
  }

  @Test
  void whatWasMovedMeanwhileIsNotFound() {
    Place place = new Place("it", 3, 1, 3, 4);
    Edited edited = ImageEdits.apply("it", bytes("image: a:1"), Map.of(place, "a:2"));
    assertThat(edited.refused())
        .containsExactly(new Refusal(place, "no value is written there any more"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "a: \"\\xZZ\""})
  void whatIsNoYamlIsLeftAsItIs(String text) {
    Place place = Place.start("it");
    Edited edited =
        ImageEdits.apply("it", text.getBytes(StandardCharsets.UTF_8), Map.of(place, "a:2"));
    assertThat(edited.text()).asString(StandardCharsets.UTF_8).isEqualTo(text);
    assertThat(edited.refused()).hasSize(1);
  }

  private static Map<Place, String> pinned(String file) {
    Map<Place, String> wanted = new LinkedHashMap<>();
    WrittenImage.in(file)
        .forEach(it ->
            wanted.put(it.place(), it.value().contains("@") ? it.value() : it.value() + DIGEST));
    return wanted;
  }

  private static String written(String file, Place place) {
    return WrittenImage.written(WrittenImage.text(file), place);
  }

  private static Edited edited(String image) {
    return ImageEdits.apply("it", bytes(image), Map.of(place(image), "a:1" + DIGEST));
  }

  private static Place place(String image) {
    return LocatedManifestReader.read("it", bytes(image))
        .objects()
        .getFirst()
        .places()
        .of("spec.image")
        .orElseThrow();
  }

  private static byte[] bytes(String image) {
    return text(image).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String image) {
    return "apiVersion: v1\nkind: Odd\nspec:\n  " + image + "\n";
  }
}
