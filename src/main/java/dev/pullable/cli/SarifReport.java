package dev.pullable.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.manifest.Place;
import dev.pullable.policy.ReasonsPage;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The result as SARIF 2.1.0, which code scanning reads.
final class SarifReport implements CheckReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

  /// GitHub refuses a file with more (docs: "SARIF results exceed one or more limits").
  private static final int MOST_RESULTS = 25_000;

  private final ReasonsPage reasons;
  private final WorkingDirectory directory;
  private final Optional<String> version;

  SarifReport(ReasonsPage reasons, WorkingDirectory directory, Optional<String> version) {
    this.reasons = reasons;
    this.directory = directory;
    this.version = version;
  }

  @Override
  public void write(CheckResult result, PrintWriter out) {
    List<CheckFinding> told = told(result.findings());
    SarifRules rules = new SarifRules(told, reasons);
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Pullable");
    version.ifPresent(it -> driver.put("version", it));
    rules.write(driver.putArray("rules"));
    invocation(result, told.size(), run.putArray("invocations").addObject());
    run.put("columnKind", "utf16CodeUnits");
    results(result, told, rules, run.putArray("results"));
    JsonText.write(log, out);
  }

  /// All of them in the order of the input, or the most serious of too many.
  private static List<CheckFinding> told(List<CheckFinding> findings) {
    return findings.size() <= MOST_RESULTS
        ? findings
        : findings.stream()
            .sorted(Comparator.comparing(CheckFinding::severity))
            .limit(MOST_RESULTS)
            .toList();
  }

  private void invocation(CheckResult result, int told, ObjectNode node) {
    node.put("executionSuccessful", result.problems().isEmpty());
    ArrayNode notifications = node.putArray("toolExecutionNotifications");
    for (InputProblem problem : result.problems()) {
      ObjectNode notification = notifications.addObject().put("level", "error");
      notification
          .putObject("message")
          .put("text", SarifMessage.text(problem.problem(), List.of()));
      physical(problem.place(), notification.putArray("locations").addObject());
    }
    int untold = result.findings().size() - told;
    if (untold > 0) {
      ObjectNode notification = notifications.addObject().put("level", "warning");
      notification.putObject("message").put("text", untold + " more findings are not in this file");
    }
  }

  private void results(
      CheckResult result, List<CheckFinding> told, SarifRules rules, ArrayNode results) {
    FindingLines lines = new FindingLines(result);
    Fingerprints fingerprints = new Fingerprints(directory);
    for (CheckFinding it : told) {
      ObjectNode node = results.addObject();
      node.put("ruleId", it.finding().reason().word())
          .put("ruleIndex", rules.index(it.finding().reason()))
          .put("level", SarifRules.level(it.severity()));
      String sentence = it.finding().sentence();
      node.putObject("message")
          .put("text", SarifMessage.text(sentence, lines.of(it)))
          .put("markdown", SarifMessage.markdown(sentence, lines.of(it)));
      ObjectNode location = node.putArray("locations").addObject();
      physical(it.place(), location);
      location
          .putArray("logicalLocations")
          .addObject()
          .put("fullyQualifiedName", field(it))
          .put("kind", "member");
      node.putObject("partialFingerprints").put(Fingerprints.KEY, fingerprints.next(it));
    }
  }

  private static String field(CheckFinding it) {
    return String.join(
        "/",
        it.workload().namespace(),
        it.workload().kind(),
        it.workload().name(),
        it.finding().image().fieldPath());
  }

  private void physical(Place place, ObjectNode location) {
    ObjectNode physical = location.putObject("physicalLocation");
    ObjectNode artifact = physical.putObject("artifactLocation");
    artifact.put("uri", directory.uri(place.file()));
    if (directory.below(place.file()).isPresent()) {
      artifact.put("uriBaseId", "%SRCROOT%");
    }
    physical
        .putObject("region")
        .put("startLine", place.line())
        .put("startColumn", place.column())
        .put("endLine", place.endLine())
        .put("endColumn", place.endColumn());
  }
}
