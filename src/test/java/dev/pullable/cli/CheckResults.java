package dev.pullable.cli;

import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.Place;
import dev.pullable.platform.Placement;
import dev.pullable.policy.Finding;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.policy.Verdict;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/// Results of checks made by hand, with what files and registries may hold.
final class CheckResults {
  static final Path DIRECTORY = Path.of("/src/repo");
  static final String SET_IMAGE =
      "kubectl set image -f FILE web=nginx:1.27 --local -o yaml | kubectl apply -n shop -f -";

  /// What each form would act upon, were it not escaped.
  static final String NASTY =
      "\u001b[31m\r\n::error::forged 100% ]]> \"q\" <b>&amp; {0} [a](http://evil.invalid) ``` "
          + "##[add-mask]x ##vso[task.x]y \u202egnp\u2028\u0085\u0000\ufffe\ud800\u007f :: , é😀";

  private static final Digest DIGEST =
      new Digest("sha256", "9c1b6dd6c1be95e5ad9c6e4ddcb7f8a2d3ba0df0e4a1b1a5b7b9f2c1d0e3f4a5");

  private final List<CheckedWorkload> workloads = new ArrayList<>();
  private final List<InputProblem> problems = new ArrayList<>();

  /// An image and what is found about it.
  record Seen(String container, String image, List<Found> found) {
    static Seen fine(String container, String image) {
      return new Seen(container, image, List.of());
    }

    static Seen of(String container, String image, Found... found) {
      return new Seen(container, image, List.of(found));
    }
  }

  record Found(
      Severity severity, Reason reason, String problem, List<String> trace, List<String> remedy) {}

  static Found denied(String problem, String... remedy) {
    return new Found(Severity.DENY, Reason.TAG_NOT_FOUND, problem, List.of(), List.of(remedy));
  }

  static Found warned(String problem, String... remedy) {
    return new Found(Severity.WARN, Reason.RATE_LIMITED, problem, List.of(), List.of(remedy));
  }

  CheckResults workload(String file, int line, String kind, String name, Seen... seen) {
    List<ContainerImage> images = new ArrayList<>();
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    List<Finding> denied = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    List<Finding> audited = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      String field = "spec.template.spec.containers[" + i + "].image";
      ContainerImage image =
          new ContainerImage(
              field,
              ContainerImage.Kind.CONTAINER,
              seen[i].container(),
              seen[i].image(),
              ContainerImage.PullPolicy.ALWAYS);
      images.add(image);
      int at = line + 9 + i;
      places.put(field, new Place(file, at, 18, at, 18 + seen[i].image().length()));
      resolutions.put(image, resolution(seen[i]));
      for (Found it : seen[i].found()) {
        List<Finding> list =
            switch (it.severity()) {
              case DENY -> denied;
              case WARN -> warnings;
              case AUDIT -> audited;
            };
        list.add(new Finding(it.reason(), image, it.problem(), it.trace(), it.remedy()));
      }
    }
    Verdict verdict =
        denied.isEmpty()
            ? new Verdict.Admit(warnings, audited)
            : new Verdict.Deny(denied, warnings, audited);
    Workload workload =
        new Workload(kind, name, "shop", true, "", List.of(), Placement.ANYWHERE, images);
    workloads.add(
        new CheckedWorkload(
            new LocatedManifest(
                new KubernetesManifest(file, Map.of("apiVersion", "apps/v1", "kind", kind)),
                new Place(file, line, 1, line + 20, 1),
                path -> Optional.ofNullable(places.get(path))),
            new Review(workload, resolutions, verdict)));
    return this;
  }

  private static Resolution resolution(Seen seen) {
    Evidence evidence = new Evidence(ImageReferenceParser.parse(seen.image()), List.of(), "", "");
    return seen.found().stream()
        .filter(it -> it.severity() == Severity.DENY)
        .findFirst()
        .<Resolution>map(it -> new Resolution.Unpullable(it.reason(), evidence))
        .orElseGet(() -> new Resolution.Pullable(DIGEST, List.of(), evidence));
  }

  CheckResults problem(Place place, String problem) {
    problems.add(new InputProblem(place, problem));
    return this;
  }

  CheckResult result() {
    int files = (int) workloads.stream().map(it -> it.object().place().file()).distinct().count();
    return new CheckResult(
        workloads,
        problems,
        workloads.size() + 1,
        files + problems.size(),
        Duration.ofMillis(1_234));
  }

  /// Everything at once.
  static CheckResult nasty() {
    String missing = "\"nginx:1.72\" cannot be pulled: docker.io/library/nginx has no tag \"1.72\"";
    String tagged = "reg.example.com/" + "a".repeat(300) + ":1";
    return new CheckResults()
        .workload(
            "deploy/web app#1.yaml",
            1,
            "Deployment",
            "web",
            Seen.of("web", "nginx:1.72", denied(missing, SET_IMAGE)),
            Seen.of("proxy", "nginx:1.72", denied(missing, SET_IMAGE)),
            Seen.of(
                "long",
                tagged,
                new Found(
                    Severity.WARN,
                    Reason.CREDENTIALS_REJECTED,
                    "\"" + tagged + "\" may not be pullable: pull secret regcred is rejected",
                    List.of("regcred, entry \"reg.example.com\": rejected (401)"),
                    List.of(
                        "If it is private:",
                        "kubectl patch serviceaccount default -n shop -p"
                            + " '{\"imagePullSecrets\":[{\"name\":\"regcred\"}]}'"))),
            Seen.fine("fine", "busybox:1.36"))
        .workload(
            "C:\\deploy\\api.yaml",
            1,
            "StatefulSet",
            NASTY,
            Seen.of(
                NASTY,
                NASTY,
                new Found(
                    Severity.DENY,
                    Reason.INVALID_REFERENCE,
                    NASTY,
                    List.of(NASTY),
                    List.of("Write it anew: " + NASTY))))
        .workload("all, in: 100%.yaml", 1, "CronJob", "", Seen.of("web", "nginx", warned("w")))
        .workload(
            "all, in: 100%.yaml",
            40,
            "Job",
            "b",
            Seen.of(
                "web",
                "nginx:2",
                denied("\"nginx:2\" cannot be pulled: no tag", SET_IMAGE),
                new Found(
                    Severity.AUDIT,
                    Reason.LATEST_TAG,
                    "\"nginx:2\" is only recorded",
                    List.of(),
                    List.of())))
        .workload(
            "/elsewhere/é.yaml", 1, "DaemonSet", "far", Seen.of("web", "a/b:1", warned("far off")))
        .workload(
            "<stdin>", 1, "Deployment", "in", Seen.of("web", "nginx:3", denied("gone", SET_IMAGE)))
        .problem(new Place("::error::bad\n##[x].yaml", 3, 2, 5, 1), "it is no YAML: {0} 5% of it")
        .result();
  }

  /// Nothing to say.
  static CheckResult fine() {
    return new CheckResults()
        .workload("web.yaml", 1, "Deployment", "web", Seen.fine("web", "nginx:1.27"))
        .result();
  }

  /// One object of a file with as many denied images.
  static CheckResult denials(int count) {
    return new CheckResults()
        .workload(
            "web.yaml",
            1,
            "Deployment",
            "web",
            IntStream.range(0, count)
                .mapToObj(i -> Seen.of("c" + i, "nginx:" + i, denied("no tag " + i)))
                .toArray(Seen[]::new))
        .result();
  }

  static ReportOptions options() {
    return new ReportOptions(Ansi.OFF, ReasonsPage.DEFAULT, Severity.DENY, DIRECTORY);
  }

  static String printed(OutputFormat format, CheckResult result) {
    return printed(format.report(options()), result);
  }

  static String printed(CheckReport report, CheckResult result) {
    StringWriter text = new StringWriter();
    report.write(result, new PrintWriter(text));
    return text.toString();
  }
}
