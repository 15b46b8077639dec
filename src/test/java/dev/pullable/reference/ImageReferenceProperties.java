package dev.pullable.reference;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ImageReferenceProperties {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Property
  void anyStringIsReadAndKeptAsWritten(@ForAll String written) {
    assertThat(ImageReferenceParser.parse(written).written()).isEqualTo(written);
  }

  @Property
  void anyStringOfReferencesCharactersIsReadAndKeptAsWritten(
      @ForAll("nearReferences") String written) {
    assertThat(ImageReferenceParser.parse(written).written()).isEqualTo(written);
  }

  @Property
  void aCanonicalReferenceReadsAsItself(@ForAll("references") String written) {
    ImageReference reference = (ImageReference) ImageReferenceParser.parse(written);
    assertThat(again(reference.canonical()))
        .isEqualTo(withWritten(reference, reference.canonical()));
    assertThat(again(reference.canonical()).canonical()).isEqualTo(reference.canonical());
  }

  @Property
  void whateverIsValidHasACanonicalFormThatReadsAsItself(@ForAll("nearReferences") String written) {
    if (ImageReferenceParser.parse(written) instanceof ImageReference reference) {
      assertThat(again(reference.canonical()))
          .isEqualTo(withWritten(reference, reference.canonical()));
    }
  }

  @Property
  void containerdSeesTheSameInThePullSpec(@ForAll("references") String written) {
    ImageReference reference = (ImageReference) ImageReferenceParser.parse(written);
    assertThat(again(reference.pullSpec()).containerdReference())
        .isEqualTo(reference.containerdReference());
  }

  @Provide
  Arbitrary<String> references() {
    Arbitrary<String> host =
        Arbitraries.of(
            "",
            "docker.io/",
            "index.docker.io/",
            "reg.io/",
            "reg.io:5000/",
            "[::1]:5000/",
            "HOST/",
            "localhost/",
            "a_b.c/",
            "127.0.0.1:80/");
    Arbitrary<String> word = Arbitraries.strings().withChars("az09").ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> separator = Arbitraries.of("/", ".", "_", "__", "-", "---");
    Arbitrary<String> path =
        Combinators.combine(word, separator, word, separator, word)
            .as((a, x, b, y, c) -> a + x + b + y + c);
    Arbitrary<String> tag = Arbitraries.of("", ":v1", ":_", ":5000", ":A.b-c");
    Arbitrary<String> digest = Arbitraries.of("", "@sha256:" + HEX, "@sha512:" + HEX + HEX);
    return Combinators.combine(host, path, tag, digest).as((h, p, t, d) -> h + p + t + d);
  }

  @Provide
  Arbitrary<String> nearReferences() {
    return Arbitraries.of(
            "a",
            "b1",
            "A",
            ".",
            "..",
            "_",
            "__",
            "___",
            "-",
            "--",
            "/",
            ":",
            "@",
            "[",
            "]",
            "::1",
            "5000",
            "localhost",
            "docker.io",
            "library",
            "sha256:",
            "SHA256:",
            "+",
            HEX,
            " ",
            "é",
            "\u212a",
            "?")
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }

  private static ImageReference again(String written) {
    return (ImageReference) ImageReferenceParser.parse(written);
  }

  private static ImageReference withWritten(ImageReference reference, String written) {
    return new ImageReference(
        written, reference.domain(), reference.path(), reference.tag(), reference.digest());
  }
}
