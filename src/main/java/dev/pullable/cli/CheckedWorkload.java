package dev.pullable.cli;

import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.Place;
import dev.pullable.policy.Finding;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.List;

/// A workload of a file and what the engine says of it.
public record CheckedWorkload(LocatedManifest object, Review review) {

  /// What was found, the most serious first, each kind in the order of the object.
  public List<CheckFinding> findings() {
    List<CheckFinding> findings = new ArrayList<>();
    review.verdict().denied().forEach(it -> findings.add(finding(Severity.DENY, it)));
    // Denials that a break-glass suspends are admitted.
    review.verdict().suspended().forEach(it -> findings.add(finding(Severity.WARN, it)));
    review.verdict().warnings().forEach(it -> findings.add(finding(Severity.WARN, it)));
    review.verdict().audited().forEach(it -> findings.add(finding(Severity.AUDIT, it)));
    return findings;
  }

  /// Where an image is written.
  public Place place(ContainerImage image) {
    return object.places().of(image.fieldPath()).orElse(object.place());
  }

  private CheckFinding finding(Severity severity, Finding finding) {
    return new CheckFinding(severity, finding, review.workload(), place(finding.image()));
  }
}
