package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AdmissionReviewProperties {
  private static final List<String> RECORDED =
      List.of(
          "pod-create.json",
          "deployment-update.json",
          "pod-ephemeralcontainers.json",
          "ephemeralcontainers-alpha.json",
          "cronjob-v1beta1.json",
          "pod-resize.json",
          "pod-image-volume.json");

  private final AdmissionReviewReader reader = new AdmissionReviewReader();
  private final WorkloadReader workloads = new WorkloadReader(Set.of("auto"));

  @Property(tries = 5_000)
  void anyBytesAreReadOrMalformed(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 10_000)
  void anyTokensAreReadOrMalformed(@ForAll("tokens") String text) {
    check(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Cut, doubled, overwritten: a value of one place ends up in another.
  @Property(tries = 10_000)
  void anyChangeOfAReviewIsReadOrMalformed(@ForAll("changed") byte[] bytes) {
    check(bytes);
  }

  /// The JSON stays whole, so that the objects are read with values of any type in any place.
  @Property(tries = 10_000)
  void anyValueInAnyPlaceIsReadOrUnreadable(@ForAll("replaced") String text) {
    assertThat(check(text.getBytes(StandardCharsets.UTF_8)))
        .as(text)
        .satisfiesAnyOf(
            it -> assertThat(it).isInstanceOf(Posted.Request.class),
            it -> assertThat(it).isInstanceOf(Posted.Unreadable.class),
            it -> assertThat(((Posted.Malformed) it).reason()).doesNotContain("it cannot be read"));
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "7",
            "-1e9",
            " ",
            "\n",
            "\\u0000",
            "\"apiVersion\":",
            "\"admission.k8s.io/v1\"",
            "\"kind\":",
            "\"AdmissionReview\"",
            "\"request\":",
            "\"uid\":",
            "\"u\"",
            "\"object\":",
            "\"oldObject\":",
            "\"v1\"",
            "\"Pod\"",
            "\"spec\":",
            "\"containers\":",
            "\"image\":",
            "\"metadata\":",
            "\uFEFF",
            "\uD83D\uDE00")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<byte[]> changed() {
    return Combinators.combine(
            Arbitraries.of(RECORDED),
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.integers().between(0, 200),
            Arbitraries.bytes())
        .as(AdmissionReviewProperties::changed);
  }

  @Provide
  Arbitrary<String> replaced() {
    return Combinators.combine(
            Arbitraries.of(RECORDED),
            Arbitraries.integers().between(0, 400),
            Arbitraries.of(
                "null",
                "true",
                "7",
                "-1",
                "1e999",
                "99999999999999999999",
                "\"\"",
                "\"x\"",
                "[]",
                "[null]",
                "[[]]",
                "[\"x\"]",
                "[{}]",
                "{}",
                "{\"a\": null}",
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{}]}"))
        .as(AdmissionReviewProperties::replaced);
  }

  private static byte[] changed(String file, int from, int to, int length, byte with) {
    byte[] bytes = Edge.recorded(file);
    int source = from % bytes.length;
    int target = to % bytes.length;
    int many = Math.min(length, bytes.length - Math.max(source, target));
    byte[] changed = bytes.clone();
    System.arraycopy(bytes, source, changed, target, many);
    changed[target] = with;
    return changed;
  }

  /// Puts a value after the nth colon that stands between a name and its value.
  private static String replaced(String file, int n, String value) {
    String text = new String(Edge.recorded(file), StandardCharsets.UTF_8);
    var scalars =
        java.util.regex.Pattern.compile(
                "\": (\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+|true|false|null|\\{\\})")
            .matcher(text);
    List<int[]> places = scalars.results().map(it -> new int[] {it.start(1), it.end(1)}).toList();
    int[] place = places.get(n % places.size());
    return text.substring(0, place[0]) + value + text.substring(place[1]);
  }

  /// Reads, and reads on as a review would.
  private Posted check(byte[] bytes) {
    Posted posted = reader.read(bytes);
    switch (posted) {
      case Posted.Request(var request) -> {
        assertThat(request.getUid()).isNotEmpty();
        if (request.getObject() instanceof KubernetesResource object) {
          workloads.read(object, "shop");
        }
      }
      case Posted.Unreadable(var request, String problem) -> {
        assertThat(request.getUid()).isNotEmpty();
        assertThat(problem).matches("it cannot be read at [A-Za-z0-9?. \\[\\]]+");
      }
      case Posted.NoRoom it -> throw new AssertionError(it);
      case Posted.Malformed(String reason) ->
          assertThat(reason).matches("(the body|the AdmissionReview|only apiVersion)[ -~]{5,80}");
    }
    return posted;
  }
}
