package dev.pullable.audit;

import dev.pullable.resolution.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Reports that are made up.
public final class Reports {
  private Reports() {}

  public static AuditFinding finding(String namespace, String name, Outcome outcome) {
    return finding(namespace, name, outcome, "\"reg.io/web:1.O\" cannot be pulled");
  }

  public static AuditFinding finding(
      String namespace, String name, Outcome outcome, String problem) {
    return new AuditFinding(
        namespace,
        "Deployment",
        name,
        2,
        "app",
        "reg.io/web:1.O",
        outcome,
        Reason.TAG_NOT_FOUND,
        problem,
        List.of(),
        List.of(),
        List.of("n1"),
        3,
        2);
  }

  /// A report of findings, whose namespaces each have one image that can be pulled besides.
  public static Audited audited(String incomplete, AuditFinding... findings) {
    List<NamespaceSummary> namespaces =
        List.of(findings).stream()
            .map(AuditFinding::namespace)
            .distinct()
            .map(it ->
                new NamespaceSummary(it, 2, 1, Map.of(Outcome.PULLABLE, 1, Outcome.UNPULLABLE, 1)))
            .toList();
    return new Audited(
        new AuditReport(
            "test",
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:10:00Z"),
            2,
            1,
            2,
            2,
            namespaces,
            List.of(findings),
            0,
            incomplete),
        Map.of());
  }
}
