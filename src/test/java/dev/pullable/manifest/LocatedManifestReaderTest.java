package dev.pullable.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.manifest.ManifestText.Unread;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.UnreadableTemplateException;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocatedManifestReaderTest {
  private static final WorkloadReader WORKLOADS = new WorkloadReader(Set.of(), Map.of());

  private static List<WrittenImage> images() {
    return WrittenImage.all();
  }

  private static List<String> files() {
    return WrittenImage.files();
  }

  @ParameterizedTest
  @MethodSource("images")
  void anImageIsFoundWhereItIsWritten(WrittenImage expected) throws Exception {
    assertThat(found(expected.file())).contains(expected);
  }

  @ParameterizedTest
  @MethodSource("files")
  void noOtherImagesAreFound(String file) throws Exception {
    List<WrittenImage> expected = new ArrayList<>(WrittenImage.in(file));
    assertThat(found(file))
        .filteredOn(it -> !it.value().startsWith("\n"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("images")
  void aPlaceIsWhereTheTextHasTheImage(WrittenImage expected) {
    String written = WrittenImage.written(WrittenImage.text(expected.file()), expected.place());
    assertThat(unquoted(written)).isEqualTo(expected.value());
  }

  private static String unquoted(String written) {
    return written.replaceAll("[\"']|^[|>].*\\R +", "").replace("\\/", "/");
  }

  @Test
  void thereAreTwentyFilesAtLeast() {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void anObjectBeginsAtItsFirstMember() {
    ManifestText text = read("# a\n---\n\n  apiVersion: v1\n  kind: Pod\n");
    assertThat(text.objects())
        .singleElement()
        .extracting(LocatedManifest::place)
        .isEqualTo(new Place("it.yaml", 4, 3, 6, 1));
  }

  /// What `kubectl label --local -f FILE -o yaml` of kubectl 1.32 prints for these.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{image: a, image: b}                                  | b",
        "{<<: {image: a}, image: b}                            | b",
        "{image: a, <<: {image: b}}                            | b",
        "{<<: [{image: a}, {image: b}]}                        | a",
        "{<<: {image: a}, <<: {image: b}}                      | b",
        "{<<: [], image: b}                                    | b",
        "{\"<<\": {image: a}, image: b}                        | b",
      })
  void mergeKeysAndDuplicatesAreReadAsByKubectl(String container, String image) throws Exception {
    assertThat(workload(container).images())
        .singleElement()
        .extracting(ContainerImage::image)
        .isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{<<: text}",
        "{<<: ~}",
        "{<<: [a]}",
        "&a {<<: *a}",
        "{<<: [[{image: a}]]}",
        "{<<: *b}"
      })
  void aMergeOfWhatIsNoMappingIsAProblemAsToKubectl(String container) {
    ManifestText text = read(pod(container));
    assertThat(text.objects()).isEmpty();
    assertThat(text.unread()).singleElement().satisfies(it -> assertThat(it.foreign()).isFalse());
  }

  @Test
  void mergesThatGrowWithoutEndAreRefused() {
    StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Pod\nspec:\n  m0: &m0 {");
    for (int i = 0; i < 50_000; i++) {
      text.append("k").append(i).append(": v,");
    }
    text.append("}\n");
    for (int i = 1; i < 90; i++) {
      text.append("  m%d: &m%d {<<: *m%d}\n".formatted(i, i, i - 1));
    }
    assertThat(read(text.toString()).unread())
        .singleElement()
        .satisfies(it -> assertThat(it.problem()).contains("too large"));
  }

  @Test
  void whatStandsBeforeAMistakeIsRead() {
    ManifestText text = read(pod("{image: a:1}") + "---\na: [\n---\n" + pod("{image: b:1}"));
    assertThat(text.objects()).hasSize(1);
    assertThat(text.unread())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.problem()).startsWith("not YAML: ");
          assertThat(it.place().line()).isEqualTo(10);
          assertThat(it.foreign()).isFalse();
        });
  }

  @Test
  void aMistakeBehindAnEmojiHasItsColumnInCodeUnits() {
    assertThat(read("\uFEFFa: \"🐋🐋\" \"b\"\n").unread())
        .extracting(Unread::place)
        .containsExactly(new Place("it.yaml", 1, 11, 1, 11));
  }

  @Test
  void aTemplateIsCalledOne() {
    assertThat(read("kind: Pod\nspec: {{ .Values.spec }}\n  a: b\n").unread())
        .singleElement()
        .satisfies(it -> assertThat(it.problem()).contains("helm template"));
  }

  @Test
  void whatIsNoKubernetesObjectIsForeign() {
    ManifestText text = read("image: {repository: nginx, tag: hidden}\n---\n- a\n---\nplain\n");
    assertThat(text.objects()).isEmpty();
    assertThat(text.unread()).hasSize(3).allMatch(Unread::foreign);
    assertThat(text.unread().toString()).doesNotContain("hidden");
  }

  @Test
  void anItemThatIsNoObjectIsAProblem() {
    ManifestText text = read("apiVersion: v1\nkind: List\nitems:\n- a\n- {kind: Pod}\n- ~\n");
    assertThat(text.unread()).extracting(it -> it.place().line()).containsExactly(4, 5, 6);
  }

  @Test
  void listsInListsAreTakenApart() {
    ManifestText text =
        read(
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n"
                + "  - {apiVersion: v1, kind: Pod}\n");
    assertThat(text.objects())
        .extracting(it -> it.manifest().source())
        .containsExactly("it.yaml, document 1, item 1, item 1");
  }

  /// `kubectl label --local -f FILE -o yaml` of kubectl 1.32 prints these as no strings.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes", "y", "On", "off", "12", "1.5", "1_000", "0777", "0o17", "0x1F", "1e3", ".5", "1.",
        "0b11", "12e03", "+12", "-.inf", "True"
      })
  void anImageThatKubectlTakesForANumberOrABooleanIsAProblem(String image) {
    assertThat(read(pod("{image: " + image + "}")).unread())
        .extracting(Unread::place)
        .containsExactly(new Place("it.yaml", 7, 13, 7, 13 + image.length()));
    assertThat(read(pod("{image: '" + image + "'}")).unread()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-01-01", "1:30", "1.5.2", "3d", "nginx", "1.27-alpine", "=", "_1"})
  void anImageThatKubectlTakesForAStringIsNone(String image) {
    assertThat(read(pod("{image: " + image + "}")).unread()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spec.containers[1].image", "spec.none", "spec.containers[x]", "."})
  void whatIsNotThereHasNoPlace(String path) {
    LocatedManifest object = read(pod("{image: a}")).objects().getFirst();
    assertThat(object.places().of(path))
        .isEqualTo(
            path.isEmpty() ? java.util.Optional.of(object.place()) : java.util.Optional.empty());
  }

  private static String pod(String container) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: it
    spec:
      containers:
      - %s
    """
        .formatted(container);
  }

  private static Workload workload(String container) throws Exception {
    LocatedManifest object = read(pod(container)).objects().getFirst();
    return WORKLOADS.readAll(object.manifest().object(), "default").getFirst();
  }

  private static ManifestText read(String text) {
    return LocatedManifestReader.read("it.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<WrittenImage> found(String file)
      throws UnreadableManifestException, UnreadableTemplateException {
    ManifestText text = LocatedManifestReader.read(file, WrittenImage.bytes(file));
    assertThat(text.unread()).isEmpty();
    List<WrittenImage> found = new ArrayList<>();
    for (LocatedManifest object : text.objects()) {
      for (Workload workload : WORKLOADS.readAll(object.manifest().object(), "default")) {
        for (ContainerImage image : workload.images()) {
          found.add(
              new WrittenImage(
                  file,
                  workload.kind() + "/" + workload.name(),
                  image.fieldPath(),
                  object.places().of(image.fieldPath()).orElseThrow(),
                  image.image()));
        }
      }
    }
    return found;
  }
}
