package dev.pullable.cluster;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.NamespaceSummary;
import dev.pullable.audit.Outcome;
import dev.pullable.audit.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a namespace's PolicyReport of `wgpolicyk8s.io/v1alpha2` says.
///
/// @param content all that is of the findings, without times
/// @param digest tells whether the content is another
record PolicyReport(String namespace, Map<String, Object> content, String digest) {
  static final String NAME = "pullable-audit";
  static final String API_VERSION = "wgpolicyk8s.io/v1alpha2";
  static final String KIND = "PolicyReport";

  /// Kept at the object, so that nobody need read its results to know whether they are others.
  static final String DIGEST = "pullable.dev/content";

  static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "pullable");

  private static final int MOST_RESULTS = 1_000;

  /// With a thousand of them, the object stays below what etcd takes (1.5 MiB).
  private static final int LONGEST_MESSAGE = 512;

  static PolicyReport of(
      NamespaceSummary summary,
      List<AuditFinding> findings,
      Function<Owner.Name, Owner> owners,
      Instant now) {
    List<Map<String, Object>> results = new ArrayList<>();
    findings.stream().limit(MOST_RESULTS).forEach(it -> results.add(result(it, owners)));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("summary", counts(summary));
    content.put("results", results);
    String digest =
        HexFormat.of().formatHex(AuditEvent.sha256(content.toString())).substring(0, 32);
    results.forEach(it -> it.put("timestamp", Map.of("seconds", now.getEpochSecond(), "nanos", 0)));
    return new PolicyReport(summary.namespace(), content, digest);
  }

  /// The whole object; as a merge patch it changes all that is ours.
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", API_VERSION);
    object.put("kind", KIND);
    object.put(
        "metadata",
        Map.of(
            "namespace", namespace,
            "name", NAME,
            "labels", LABELS,
            "annotations", Map.of(DIGEST, digest)));
    object.putAll(content);
    return object;
  }

  /// Images, not results: those without a finding are among them.
  private static Map<String, Object> counts(NamespaceSummary summary) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("pass", summary.count(Outcome.PULLABLE));
    counts.put("fail", summary.count(Outcome.UNPULLABLE));
    counts.put("warn", summary.count(Outcome.CONCERN));
    counts.put("error", summary.count(Outcome.DOUBT));
    counts.put("skip", 0);
    return counts;
  }

  private static Map<String, Object> result(
      AuditFinding finding, Function<Owner.Name, Owner> owners) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", "Pullable");
    result.put("policy", "pullable");
    result.put("rule", finding.word());
    result.put("category", "Images");
    result.put("result", result(finding.outcome()));
    result.put("severity", severity(finding.outcome()));
    result.put("message", AuditEvent.cut(finding.problem(), LONGEST_MESSAGE));
    result.put("resources", List.of(resource(finding, owners)));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("container", finding.container());
    properties.put("pods", Integer.toString(finding.pods()));
    properties.put("nodes", Integer.toString(finding.nodes()));
    properties.put("nodesWithoutImage", Integer.toString(finding.lacking()));
    result.put("properties", properties);
    return result;
  }

  private static Map<String, Object> resource(
      AuditFinding finding, Function<Owner.Name, Owner> owners) {
    Owner owner = owners.apply(new Owner.Name(finding.namespace(), finding.kind(), finding.name()));
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", owner.apiVersion());
    resource.put("kind", finding.kind());
    resource.put("namespace", finding.namespace());
    resource.put("name", finding.name());
    if (!owner.uid().isEmpty()) {
      resource.put("uid", owner.uid());
    }
    return resource;
  }

  private static String result(Outcome outcome) {
    return switch (outcome) {
      case UNPULLABLE -> "fail";
      case DOUBT -> "error";
      case CONCERN -> "warn";
      case PULLABLE -> "pass";
    };
  }

  private static String severity(Outcome outcome) {
    return switch (outcome) {
      case UNPULLABLE -> "high";
      case CONCERN -> "medium";
      case DOUBT -> "low";
      case PULLABLE -> "info";
    };
  }
}
