package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestInputsTest {
  private static final String VALUES = "image: {tag: hidden}\n";

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    write("top.yaml", "top");
    write("deploy/web.yaml", "web");
    write("deploy/api.yml", "api");
    write("deploy/eu/db.json", "db");
    write("deploy/eu/a/b/c/d/e/f/g/h/deep.yaml", "deep");
    write("deploy/.hidden.yaml", "hidden");
    write("deploy/.git/config.yaml", "hidden");
    Files.writeString(folder.resolve("deploy/README.md"), "# No manifest: [");
  }

  @Test
  void aFileIsCalledAsItWasNamed() {
    ReadInputs read = read("top.yaml");
    assertThat(read.objects())
        .extracting(it -> it.place().file())
        .containsExactly(folder + "/top.yaml");
    assertThat(read.files()).isEqualTo(1);
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void aDirectoryIsReadToItsDepthAndHiddenFilesArePassedOver() {
    ReadInputs read = read("deploy");
    assertThat(names(read)).containsExactlyInAnyOrder("web", "api", "db", "deep");
    assertThat(read.sources())
        .extracting(InputFile::name)
        .contains(folder + "/deploy/web.yaml", folder + "/deploy/eu/db.json");
    assertThat(read.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.yaml                      | top",
        "deploy/*.yaml               | web",
        "deploy/**/*.yaml            | web,deep",
        "**/*.yaml                   | top,web,deep",
        "deploy/*                    | api,web",
        "deploy/*.{yml,json}         | api",
        "deploy/[a-b]*.y?l           | api",
        "./deploy/eu/../*.yml        | api",
      })
  void aGlobIsWhatItMatches(String glob, String names) {
    ReadInputs read = read(glob);
    assertThat(read.problems()).isEmpty();
    assertThat(names(read)).containsExactlyInAnyOrder(names.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none.yaml", "none", "*.json", "none/**/*.yaml", "[", "{a", "deploy/*.md"})
  void whatNamesNothingIsAProblem(String argument) {
    ReadInputs read = read(argument, "top.yaml");
    assertThat(read.problems()).hasSize(1);
    assertThat(names(read)).containsExactly("top");
  }

  @Test
  void aNameWithANulIsAProblem() {
    ReadInputs read = ManifestInputs.read(List.of("a\0b", "*\0"), InputStream.nullInputStream());
    assertThat(read.problems()).hasSize(2);
  }

  @Test
  void aFileIsReadOnceHoweverOftenItIsNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("deploy/link.yaml"), folder.resolve("top.yaml"));
    Files.createSymbolicLink(folder.resolve("deploy/loop"), folder.resolve("deploy"));
    ReadInputs read = read("top.yaml", "deploy", "deploy/web.yaml", "deploy/*.yaml");
    assertThat(names(read)).containsExactlyInAnyOrder("top", "web", "api", "db", "deep");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void aLinkedDirectoryIsReadByItsName() throws IOException {
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("deploy/eu"));
    assertThat(read("linked").sources())
        .extracting(InputFile::name)
        .contains(folder + "/linked/db.json");
  }

  @Test
  void aLinkToNothingIsAProblem() throws IOException {
    Files.createSymbolicLink(folder.resolve("deploy/gone.yaml"), folder.resolve("gone"));
    assertThat(read("deploy").problems())
        .extracting(InputProblem::problem)
        .containsExactly("it links to nothing");
  }

  @Test
  void theStandardInputIsReadOnceAndCalledSo() {
    byte[] text = pod("piped").getBytes(StandardCharsets.UTF_8);
    ReadInputs read = ManifestInputs.read(List.of("-", "-"), new ByteArrayInputStream(text));
    assertThat(read.objects())
        .extracting(it -> it.place().toString())
        .containsExactly("<stdin>:1:1");
    assertThat(read.files()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n---\n", VALUES})
  void nothingOnTheStandardInputIsAProblem(String text) {
    ReadInputs read =
        ManifestInputs.read(
            List.of("-"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().toString()).contains("<stdin>").doesNotContain("hidden");
  }

  @Test
  void whatIsNoObjectIsAProblemOnlyWhereItWasNamed() throws IOException {
    Files.writeString(folder.resolve("deploy/values.yaml"), VALUES);
    Files.writeString(folder.resolve("deploy/kustomization.yaml"), "resources: [web.yaml]\n");
    assertThat(read("deploy").problems()).isEmpty();
    assertThat(read("deploy").passedOver()).isEqualTo(2);
    assertThat(read("deploy/*.yaml").passedOver()).isEqualTo(2);
    assertThat(read("deploy/values.yaml", "deploy/kustomization.yaml").problems())
        .extracting(it -> it.place().file())
        .containsExactly(folder + "/deploy/values.yaml", folder + "/deploy/kustomization.yaml");
  }

  @Test
  void aMalformedFileIsAProblemAndTheOthersAreRead() throws IOException {
    Files.writeString(folder.resolve("deploy/bad.yaml"), "a: b\n  c: hidden: d\n");
    ReadInputs read = read("deploy");
    assertThat(names(read)).contains("web", "db");
    assertThat(read.problems())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.place().toString()).isEqualTo(folder + "/deploy/bad.yaml:2:4");
          assertThat(it.problem()).doesNotContain("hidden");
        });
  }

  @Test
  void tooLongAFileIsAProblem() throws IOException {
    byte[] text = new byte[(16 << 20) + 1];
    Arrays.fill(text, (byte) '#');
    Files.write(folder.resolve("long.yaml"), text);
    assertThat(read("long.yaml", "top.yaml").problems())
        .extracting(InputProblem::problem)
        .containsExactly("it has more than 16777216 bytes");
  }

  @Test
  void tooManyFilesAreAProblem() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i <= 10_000; i++) {
      Files.createFile(many.resolve(i + ".yaml"));
    }
    assertThat(read("many").problems())
        .extracting(InputProblem::problem)
        .contains("there are too many files");
  }

  private ReadInputs read(String... arguments) {
    return ManifestInputs.read(
        Arrays.stream(arguments).map(it -> folder + "/" + it).toList(),
        InputStream.nullInputStream());
  }

  private static List<String> names(ReadInputs read) {
    return read.objects().stream()
        .map(it -> it.manifest().content().get("metadata"))
        .map(it -> String.valueOf(((java.util.Map<?, ?>) it).get("name")))
        .toList();
  }

  private void write(String file, String name) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, pod(name));
  }

  private static String pod(String name) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \""
        + name
        + "\"}}\n";
  }
}
