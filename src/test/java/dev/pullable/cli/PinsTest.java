package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.cli.Pins.Mode;
import dev.pullable.cli.Pins.NotPinned;
import dev.pullable.cli.Pins.Pinned;
import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.WrittenImage;
import dev.pullable.policy.Verdict;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.UnreadableTemplateException;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinsTest {
  private static final Digest DIGEST = new Digest("sha256", "0123456789abcdef".repeat(4));
  private static final String PINNED = "@" + DIGEST;
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static List<String> files() {
    return WrittenImage.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileIsChangedWithinItsImagesOnly(String name) throws Exception {
    Path file = copy(name);
    Pinned pinned = pin(file, Mode.IN_PLACE);
    assertThat(pinned.problems()).isEmpty();
    assertThat(pinned.files()).isEqualTo(1);
    assertThat(pinned.images())
        .isEqualTo(
            (int)
                WrittenImage.in(name).stream()
                    .filter(it -> !it.value().contains("@"))
                    .map(WrittenImage::place)
                    .distinct()
                    .count());
    // What the images are made of is all that differs: without the digests it is the same again.
    assertThat(unpinned(name, Files.readAllBytes(file)))
        .isEqualTo(unpinned(name, WrittenImage.bytes(name)));
    assertThat(images(read(file)))
        .filteredOn(it -> !it.startsWith("\n"))
        .allMatch(it -> it.contains("@sha256:"))
        .hasSize(WrittenImage.in(name).size());
    assertThat(out.toByteArray()).isEmpty();
  }

  /// One character a byte, so that every byte counts. The one escape in the files goes as well.
  private static String unpinned(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String digest = PINNED;
    if (name.startsWith("utf16")) {
      byte[] wide =
          PINNED.getBytes(
              name.startsWith("utf16le") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
      digest = new String(wide, StandardCharsets.ISO_8859_1);
    }
    return text.replace(digest, "").replace("example\\/json:2", "example/json:2");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aSecondRunChangesNothing(String name) throws Exception {
    Path file = copy(name);
    pin(file, Mode.IN_PLACE);
    byte[] once = Files.readAllBytes(file);
    Pinned again = pin(file, Mode.IN_PLACE);
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(again).isEqualTo(new Pinned(0, 0, again.notPinned(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aPatchGivesTheSameBytesWithPatchAndWithGit(String name) throws Exception {
    Path file = copy(name);
    Pinned pinned = pin(file, Mode.PATCH);
    if (name.startsWith("utf16")) {
      assertThat(pinned.problems())
          .extracting(InputProblem::problem)
          .containsExactly("not pinned: a patch cannot be made of UTF-16");
      assertThat(out.toByteArray()).isEmpty();
      return;
    }
    assertThat(pinned.problems()).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(WrittenImage.bytes(name));
    byte[] patch = out.toByteArray();
    run(patch, "patch", "--binary", "-p1");
    byte[] byPatch = Files.readAllBytes(file);
    copy(name);
    run(patch, "git", "apply", "-p1", "-");
    assertThat(Files.readAllBytes(file)).isEqualTo(byPatch);
    copy(name);
    pin(file, Mode.IN_PLACE);
    assertThat(byPatch).isEqualTo(Files.readAllBytes(file)).isNotEqualTo(WrittenImage.bytes(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.yaml", "ü.yaml", "a\"b.yaml", "a\\b.yaml", "a\tb.yaml"})
  void aPatchCanNameAnyFile(String name) throws Exception {
    Path file = write(name, pod("registry.example/web:1"));
    pin(file, Mode.PATCH);
    run(out.toByteArray(), "git", "apply", "-p1", "-");
    assertThat(file).content().isEqualTo(pod("registry.example/web:1" + PINNED));
  }

  @Test
  void whatTheStandardInputHoldsGoesToTheStandardOutput() throws Exception {
    byte[] text = pod("registry.example/web:1").getBytes(StandardCharsets.UTF_8);
    ReadInputs inputs = ManifestInputs.read(List.of("-"), new ByteArrayInputStream(text));
    Pins.apply(checked(inputs), inputs, Mode.IN_PLACE, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(pod("registry.example/web:1" + PINNED));
  }

  @Test
  void theStandardInputGoesOnWhereNothingIsPinned() throws Exception {
    byte[] text = pod("registry.example/missing:1").getBytes(StandardCharsets.UTF_8);
    ReadInputs inputs = ManifestInputs.read(List.of("-"), new ByteArrayInputStream(text));
    Pins.apply(checked(inputs), inputs, Mode.IN_PLACE, out);
    assertThat(out.toByteArray()).isEqualTo(text);
  }

  @Test
  void whatCannotBePulledStaysAndIsTold() throws Exception {
    Path file = write("a.yaml", pod("registry.example/missing:1"));
    Pinned pinned = pin(file, Mode.IN_PLACE);
    assertThat(pinned.images()).isZero();
    assertThat(pinned.notPinned())
        .extracting(NotPinned::image, NotPinned::why, it -> it.place().line())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "registry.example/missing:1", "it cannot be pulled: TagNotFound", 7));
    assertThat(file).content().isEqualTo(pod("registry.example/missing:1"));
  }

  @Test
  void usersOfAnAnchorThatWantDifferentImagesAreToldAndTheOthersPinned() throws Exception {
    Path file =
        write(
            "a.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: it}
            spec:
              containers:
              - {name: a, image: &a registry.example/a:1}
              - {name: b, image: registry.example/b:1}
              - {name: never, image: *a, imagePullPolicy: Never}
            """);
    Pinned pinned = pin(file, Mode.IN_PLACE);
    assertThat(pinned.images()).isEqualTo(1);
    assertThat(pinned.problems())
        .extracting(it -> it.place().line(), it -> it.place().column())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(6, 25));
    assertThat(file)
        .content()
        .contains("image: &a registry.example/a:1}", "registry.example/b:1" + PINNED + "}");
  }

  @Test
  void aFileKeepsItsPermissionsAndALinkItsTarget() throws Exception {
    Path file = write("a.yaml", pod("registry.example/web:1"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
    assertThat(pin(link, Mode.IN_PLACE).problems()).isEmpty();
    assertThat(link).isSymbolicLink();
    assertThat(file).content().isEqualTo(pod("registry.example/web:1" + PINNED));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-x---");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(file, link);
    }
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void whatWasChangedMeanwhileIsLeftAsItIs() throws Exception {
    Path file = write("a.yaml", pod("registry.example/web:1"));
    ReadInputs inputs = read(file);
    List<CheckedWorkload> checked = checked(inputs);
    Files.writeString(file, pod("registry.example/web:2"));
    Pinned pinned = Pins.apply(checked, inputs, Mode.IN_PLACE, out);
    assertThat(pinned.images()).isZero();
    assertThat(pinned.problems())
        .extracting(InputProblem::problem)
        .containsExactly("not pinned: it was changed in the meantime");
    assertThat(file).content().isEqualTo(pod("registry.example/web:2"));
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, WrittenImage.bytes(name));
    return file;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String pod(String image) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: it}
    spec:
      containers:
      - name: c
        image: %s
    """
        .formatted(image);
  }

  private Pinned pin(Path file, Mode mode) throws Exception {
    ReadInputs inputs = read(file);
    return Pins.apply(checked(inputs), inputs, mode, out);
  }

  private static ReadInputs read(Path file) {
    ReadInputs inputs = ManifestInputs.read(List.of(file.toString()), NOTHING);
    assertThat(inputs.problems()).isEmpty();
    return inputs;
  }

  private static List<String> images(ReadInputs inputs) throws Exception {
    return checked(inputs).stream()
        .flatMap(it -> it.review().workload().images().stream())
        .map(ContainerImage::image)
        .toList();
  }

  /// What an engine would say for which every image is there but those called missing.
  private static List<CheckedWorkload> checked(ReadInputs inputs)
      throws IOException, UnreadableTemplateException {
    WorkloadReader reader = new WorkloadReader(Set.of(), Map.of());
    List<CheckedWorkload> checked = new ArrayList<>();
    for (LocatedManifest object : inputs.objects()) {
      for (Workload workload : reader.readAll(object.manifest().object(), "default")) {
        Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
        workload.images().forEach(image -> resolutions.put(image, resolution(image)));
        Review review = new Review(workload, resolutions, new Verdict.Admit(List.of(), List.of()));
        checked.add(new CheckedWorkload(object, review));
      }
    }
    return checked;
  }

  private static Resolution resolution(ContainerImage image) {
    Evidence evidence = new Evidence(ImageReferenceParser.parse(image.image()), List.of(), "", "");
    if (image.pullPolicy() == ContainerImage.PullPolicy.NEVER) {
      return new Resolution.NotPulled();
    }
    return image.image().contains("missing")
        ? new Resolution.Unpullable(Reason.TAG_NOT_FOUND, evidence)
        : image.image().startsWith("\n")
            ? new Resolution.Unpullable(Reason.INVALID_REFERENCE, evidence)
            : new Resolution.Pullable(DIGEST, List.of(), evidence);
  }

  private static void run(byte[] input, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(new java.io.File("/"))
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
