package dev.pullable.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.manifest.ImageEdits.Edited;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ImageEditsProperties {

  /// A Pod's container as it may be written, `%s` being its image.
  @Provide
  Arbitrary<String> containers() {
    return Arbitraries.of(
        "  - name: c\n    image: %s\n",
        "  - image: \"%s\"  # a comment: it's \"quoted\"\n    name: c\n",
        "  - {name: '🐋 ä', image: '%s'}\n",
        "  - {\"image\":\"%s\",\"name\":\"c\"}\n",
        "  - image: >-\n      %s\n",
        "  - image: |-\n        %s\n\n    name: c\n",
        "  - image: !!str   %s\t# tab\n",
        "  -\n    ? image\n    : &anchor%n %s\n",
        "  - {name: c,\n     image:\n       %s\n     }\n");
  }

  @Provide
  Arbitrary<String> images() {
    Arbitrary<String> name =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> tag = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(8);
    return Combinators.combine(name, name, tag)
        .as((host, path, it) -> host + ".example/" + path + ":" + it);
  }

  @Provide
  Arbitrary<List<String>> pod() {
    return Combinators.combine(containers(), images())
        .as((container, image) -> container.replace("%s", image))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of(
        StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
  }

  @Property(tries = 2_000)
  void whatWasWrittenIsRead(
      @ForAll("pod") List<String> containers,
      @ForAll("charsets") Charset charset,
      @ForAll boolean crlf) {
    StringBuilder text =
        new StringBuilder("\uFEFFapiVersion: v1\nkind: Pod\nspec:\n  containers:\n");
    for (int i = 0; i < containers.size(); i++) {
      text.append(containers.get(i).replace("%n", "a" + i));
    }
    byte[] before =
        (crlf ? text.toString().replace("\n", "\r\n") : text.toString()).getBytes(charset);
    Map<Place, String> wanted = new LinkedHashMap<>();
    LocatedManifest object = object(before);
    for (int i = 0; i < containers.size(); i++) {
      wanted.put(
          object.places().of(path(i)).orElseThrow(),
          "new.example/it-" + i + ":1@sha256:" + "0".repeat(64));
    }
    Edited edited = ImageEdits.apply("it", before, wanted);
    assertThat(edited.refused()).isEmpty();
    assertThat(images(edited.text())).containsExactlyElementsOf(wanted.values());
    assertThat(edited.places()).containsExactlyElementsOf(wanted.keySet());
  }

  @Property(tries = 3_000)
  void anyBytesAreReadOrNot(@ForAll byte[] bytes) {
    everythingIsReadAndEdited(bytes);
  }

  @Property(tries = 6_000)
  void anyYamlIsReadOrNot(@ForAll("yaml") String text) {
    everythingIsReadAndEdited(
        ("apiVersion: v1\nkind: Pod\nspec: " + text).getBytes(StandardCharsets.UTF_8));
    everythingIsReadAndEdited(text.getBytes(StandardCharsets.UTF_16));
  }

  private static void everythingIsReadAndEdited(byte[] bytes) {
    ManifestText text = LocatedManifestReader.read("it", bytes);
    for (LocatedManifest object : text.objects()) {
      for (String path : List.of("spec", "spec.a", "spec[0]", "spec.a[0].a", "kind")) {
        object
            .places()
            .of(path)
            .ifPresent(place -> {
              assertThat(place.line()).isPositive();
              assertThat(place.column()).isPositive();
              assertThat(place.endLine()).isGreaterThanOrEqualTo(place.line());
              Edited edited = ImageEdits.apply("it", bytes, Map.of(place, "b:1"));
              assertThat(edited.places().size() + edited.refused().size()).isLessThanOrEqualTo(1);
            });
      }
    }
  }

  @Provide
  Arbitrary<String> yaml() {
    return Arbitraries.of(
            "\n",
            "\r\n",
            "\r",
            "  ",
            "- ",
            "a: ",
            "a",
            "{",
            "}",
            "[",
            "]",
            ",",
            ": ",
            "&a ",
            "*a",
            "<<: ",
            "!!str ",
            "!x ",
            "? ",
            "| ",
            ">-\n",
            "\"",
            "'",
            "\\",
            "\\u",
            "#",
            " #",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "\uFEFF",
            "🐋",
            "\t",
            "\u0085",
            "\u2028",
            "items:\n",
            "kind: List\n",
            "~",
            "1e9",
            "yes",
            "image: ",
            "containers: ",
            "\u0000")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  private static String path(int i) {
    return "spec.containers[" + i + "].image";
  }

  private static LocatedManifest object(byte[] text) {
    ManifestText read = LocatedManifestReader.read("it", text);
    assertThat(read.unread()).isEmpty();
    return read.objects().getFirst();
  }

  private static List<String> images(byte[] text) {
    Map<?, ?> spec = (Map<?, ?>) object(text).manifest().content().get("spec");
    return ((List<?>) spec.get("containers"))
        .stream().map(it -> String.valueOf(((Map<?, ?>) it).get("image"))).toList();
  }
}
