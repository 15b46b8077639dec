package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice.Instead.Kind;
import dev.pullable.resolution.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The text that people see, one file a reason, read by eye before it is kept:
/// `-Dgolden.write=true` writes what a change of words makes of it.
class GoldenReviewsTest {
  static final Path REVIEWS = Path.of("src", "test", "resources", "reviews");
  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aReasonIsToldAsItsFileHasIt(Reason reason) throws IOException {
    GoldenCase golden = GoldenCases.of(reason);
    hold(golden.verdict() + "-" + reason.word(), golden.printed());
    assertThat(golden.printed()).contains("[" + reason.word() + "]");
  }

  /// The first line is all that an event shows; a warning has no more than one.
  @ParameterizedTest
  @EnumSource(Reason.class)
  void theProblemFitsOneShortLine(Reason reason) {
    var response = GoldenCases.of(reason).response();
    String line =
        Boolean.TRUE.equals(response.getAllowed())
            ? response.getWarnings().getFirst()
            : response.getStatus().getMessage().lines().findFirst().orElseThrow();
    assertThat(line).hasSizeLessThan(200).endsWith("[" + reason.word() + "]");
  }

  @Test
  void thereIsAFileForEveryReasonAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(REVIEWS)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("^(warn|deny)-", "")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Arrays.stream(Reason.values()).map(Reason::word), extras().map(Extra::name))
                  .map(name -> name + ".txt")
                  .toList());
    }
  }

  @Test
  void programsGetACauseForEachFindingUpToFifty() {
    var details =
        containers(60, "reg.example.com/shop/web-%d:1.0").response().getStatus().getDetails();
    assertThat(details.getKind()).isEqualTo("Pod");
    assertThat(details.getName()).isEqualTo("web");
    assertThat(details.getCauses())
        .hasSize(50)
        .first()
        .satisfies(cause -> {
          assertThat(cause.getReason()).isEqualTo("TagNotFound");
          assertThat(cause.getField()).isEqualTo("spec.containers[0].image");
          assertThat(cause.getMessage()).startsWith("\"reg.example.com/shop/web-0:1.0\" cannot");
        });
  }

  /// What is told of more than one image, or of other kinds.
  record Extra(String name, List<GoldenCase> cases) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Extra> extras() {
    return Stream.of(
        new Extra(
            "ten-containers",
            List.of(
                containers(10, "reg.example.com/shop/web:1.0")
                    .instead(Kind.TAG, "reg.example.com/shop/web:1.1"))),
        new Extra("fifty-images", List.of(containers(50, "reg.example.com/shop/web-%d:1.0"))),
        new Extra("every-kind", kinds()),
        new Extra("every-kind-private", privates()),
        new Extra("hostile-names", hostile()));
  }

  @ParameterizedTest
  @MethodSource("extras")
  void whatIsMoreThanAReasonIsToldAsItsFileHasIt(Extra extra) throws IOException {
    hold(extra.name(), String.join("\n", extra.cases().stream().map(GoldenCase::printed).toList()));
  }

  private static GoldenCase containers(int count, String image) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      containers.append("{name: c%d, image: \"%s\"}, ".formatted(i, image.formatted(i)));
    }
    return GoldenCase.of(pod("containers: [" + containers + "]")).unpullable(Reason.TAG_NOT_FOUND);
  }

  private static String pod(String spec) {
    return "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {" + spec + "}}";
  }

  private static List<GoldenCase> kinds() {
    List<GoldenCase> cases = new ArrayList<>();
    for (String yaml : objects("containers: [{name: web, image: \"nginx:1.72\"}]")) {
      cases.add(wrongTag(GoldenCase.of(yaml)));
      cases.add(wrongTag(GoldenCase.of(yaml).existing()));
    }
    for (String metadata :
        List.of(
            "generateName: web-",
            "name: web-5d8f-x7k2p, labels: {pod-template-hash: 5d8f}, ownerReferences:"
                + " [{kind: ReplicaSet, name: web-5d8f, controller: true}]")) {
      String pod = pod("containers: [{name: web, image: \"nginx:1.72\"}]");
      cases.add(wrongTag(GoldenCase.of(pod.replace("name: web}, spec", metadata + "}, spec"))));
    }
    for (String spec :
        List.of(
            "initContainers: [{name: init, image: \"nginx:1.72\"}]",
            "ephemeralContainers: [{name: debug, image: \"nginx:1.72\"}]",
            "volumes: [{name: data, image: {reference: \"nginx:1.72\"}}]")) {
      cases.add(wrongTag(GoldenCase.of(pod(spec))));
    }
    return cases;
  }

  private static GoldenCase wrongTag(GoldenCase it) {
    return it.instead(Kind.TAG, "nginx:1.27").unpullable(Reason.TAG_NOT_FOUND);
  }

  private static List<GoldenCase> privates() {
    List<GoldenCase> cases = new ArrayList<>();
    String containers = "containers: [{name: web, image: \"reg.example.com/shop/web:1.0\"}]";
    for (String yaml : objects("imagePullSecrets: [{name: hubcred}], " + containers)) {
      cases.add(
          GoldenCase.of(yaml).about("hubcred").unpullable(Reason.PULL_SECRET_FOR_OTHER_REGISTRY));
    }
    cases.add(
        GoldenCase.of(pod("serviceAccountName: shop-web, " + containers))
            .unpullable(Reason.CREDENTIALS_MISSING));
    return cases;
  }

  private static List<String> objects(String spec) {
    String template = "template: {spec: {" + spec + "}}";
    List<String> objects = new ArrayList<>(List.of(pod(spec)));
    for (String kind :
        List.of(
            "v1, kind: ReplicationController",
            "apps/v1, kind: Deployment",
            "apps/v1, kind: ReplicaSet",
            "apps/v1, kind: StatefulSet",
            "apps/v1, kind: DaemonSet",
            "batch/v1, kind: Job")) {
      objects.add("{apiVersion: %s, metadata: {name: web}, spec: {%s}}".formatted(kind, template));
    }
    objects.add(
        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: web}, spec: {jobTemplate: {spec: {%s}}}}"
            .formatted(template));
    objects.add(
        "{apiVersion: v1, kind: PodTemplate, metadata: {name: web}, %s}".formatted(template));
    return objects;
  }

  /// Names that would be more than words to a shell: none of them is in a command.
  private static List<GoldenCase> hostile() {
    String hostile = "x'; rm -rf ~; '\\u001b[31m";
    return List.of(
        GoldenCase.image("reg.example.com/shop/web:1.0")
            .about(hostile)
            .unpullable(Reason.PULL_SECRET_NOT_FOUND),
        GoldenCase.image("reg.example.com/shop/web:1.0")
            .about(hostile)
            .unpullable(Reason.PULL_SECRET_MALFORMED),
        GoldenCase.image("reg.example.com/shop/web:1.0")
            .instead(Kind.TAG, "reg.example.com/shop/web:$(reboot)")
            .unpullable(Reason.TAG_NOT_FOUND),
        GoldenCase.of(
                pod("containers: [{name: \"$(reboot)\", image: \"reg.example.com/shop/web:1.0\"}]"))
            .instead(Kind.TAG, "reg.example.com/shop/web:1.1")
            .unpullable(Reason.TAG_NOT_FOUND));
  }

  private static void hold(String name, String printed) throws IOException {
    Path file = REVIEWS.resolve(name + ".txt");
    if (WRITE) {
      Files.createDirectories(REVIEWS);
      Files.writeString(file, printed);
    }
    assertThat(file).content().isEqualTo(printed);
  }
}
