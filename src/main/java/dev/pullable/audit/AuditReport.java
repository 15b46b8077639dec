package dev.pullable.audit;

import java.time.Instant;
import java.util.List;

/// What a pass over everything that runs has found.
///
/// @param cluster what the cluster is called, such as its API server's address; empty if unknown
/// @param checks how many distinct checks of an image and its credentials there were
/// @param namespaces by name, those without a finding included
/// @param findings the worst first, then by namespace, kind and name
/// @param omitted how many findings there were beside these
/// @param incomplete why not everything was looked at, in one clause; empty where it was
public record AuditReport(
    String cluster,
    Instant started,
    Instant finished,
    int pods,
    int workloads,
    int images,
    int checks,
    List<NamespaceSummary> namespaces,
    List<AuditFinding> findings,
    int omitted,
    String incomplete) {

  public AuditReport {
    namespaces = List.copyOf(namespaces);
    findings = List.copyOf(findings);
  }

  /// How many images of all namespaces had an outcome; an image counts once a namespace.
  public int count(Outcome outcome) {
    return namespaces.stream().mapToInt(it -> it.count(outcome)).sum();
  }
}
