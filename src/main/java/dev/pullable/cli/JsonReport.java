package dev.pullable.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.manifest.Place;
import dev.pullable.reference.EmbeddedSecrets;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result for programs, as docs/check.md has it.
final class JsonReport implements CheckReport {
  private static final int SCHEMA_VERSION = 1;

  @Override
  public void write(CheckResult result, PrintWriter out) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("schemaVersion", SCHEMA_VERSION);
    summary(result, report.putObject("summary"));
    ArrayNode findings = report.putArray("findings");
    ArrayNode images = report.putArray("images");
    FindingLines lines = new FindingLines(result);
    for (CheckedWorkload workload : result.workloads()) {
      workload.findings().forEach(it -> finding(workload, it, lines, findings.addObject()));
      for (ContainerImage image : workload.review().workload().images()) {
        image(workload, image, images.addObject());
      }
    }
    ArrayNode problems = report.putArray("problems");
    for (InputProblem problem : result.problems()) {
      ObjectNode node = problems.addObject().put("problem", problem.problem());
      place(problem.place(), node);
    }
    JsonText.write(report, out);
  }

  private static void summary(CheckResult result, ObjectNode node) {
    node.put("files", result.files())
        .put("objects", result.objects())
        .put("workloads", result.workloads().size())
        .put("images", result.images())
        .put("denied", result.count(Severity.DENY))
        .put("warned", result.count(Severity.WARN))
        .put("audited", result.count(Severity.AUDIT))
        .put("unreadable", result.problems().size())
        .put("milliseconds", result.took().toMillis());
  }

  private static void finding(
      CheckedWorkload workload, CheckFinding it, FindingLines lines, ObjectNode node) {
    ContainerImage image = it.finding().image();
    node.put("severity", it.severity().name()).put("reason", it.finding().reason().word());
    image(image, node);
    node.put("problem", it.finding().problem());
    strings(node.putArray("trace"), it.finding().trace());
    strings(
        node.putArray("remedy"),
        it.finding().remedy().stream()
            .map(line -> lines.command(line, it.place().file()))
            .toList());
    place(it.place(), node);
    object(workload, node.putObject("object"));
  }

  private static void image(CheckedWorkload workload, ContainerImage image, ObjectNode node) {
    image(image, node);
    Resolution resolution = workload.review().resolutions().get(image);
    node.put("outcome", outcome(resolution));
    if (resolution instanceof Resolution.Pullable it) {
      node.put("digest", it.digest().toString());
    }
    place(workload.place(image), node);
    object(workload, node.putObject("object"));
  }

  private static String outcome(@Nullable Resolution resolution) {
    return switch (resolution) {
      case null -> "NotChecked";
      case Resolution.Pullable _ -> "Pullable";
      case Resolution.Unpullable _ -> "Unpullable";
      case Resolution.Inconclusive _ -> "Inconclusive";
      case Resolution.NotPulled _ -> "NotPulled";
    };
  }

  private static void image(ContainerImage image, ObjectNode node) {
    node.put("image", EmbeddedSecrets.hidden(image.image()))
        .put("container", image.carrier())
        .put("fieldPath", image.fieldPath());
  }

  private static void place(Place place, ObjectNode node) {
    node.put("file", place.file())
        .put("line", place.line())
        .put("column", place.column())
        .put("endLine", place.endLine())
        .put("endColumn", place.endColumn());
  }

  private static void object(CheckedWorkload checked, ObjectNode node) {
    Workload workload = checked.review().workload();
    node.put("apiVersion", checked.object().manifest().apiVersion())
        .put("kind", workload.kind())
        .put("namespace", workload.namespace())
        .put("name", workload.name());
  }

  private static void strings(ArrayNode node, List<String> lines) {
    lines.forEach(node::add);
  }
}
