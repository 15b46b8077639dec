package dev.pullable.admission;

import dev.pullable.policy.Verdict;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import java.util.List;

/// From a verdict to what kube-apiserver understands.
final class AdmissionResponses {
  private AdmissionResponses() {}

  static AdmissionResponse allowed(String uid) {
    return new AdmissionResponseBuilder().withUid(uid).withAllowed(true).build();
  }

  /// Let in without having been looked at, and said so.
  static AdmissionResponse unchecked(String uid, String why) {
    return new AdmissionResponseBuilder()
        .withUid(uid)
        .withAllowed(true)
        .withWarnings("whether the images can be pulled was not checked: " + why)
        .build();
  }

  static AdmissionResponse of(String uid, Verdict verdict) {
    List<String> warnings = Messages.warnings(verdict.warnings());
    return switch (verdict) {
      case Verdict.Admit admit ->
          new AdmissionResponseBuilder()
              .withUid(uid)
              .withAllowed(true)
              .withWarnings(warnings)
              .build();
      case Verdict.Deny deny ->
          new AdmissionResponseBuilder()
              .withUid(uid)
              .withAllowed(false)
              .withWarnings(warnings)
              // Without the code, kubectl shows an HTTP 400 without a reason.
              .withStatus(
                  new StatusBuilder()
                      .withCode(403)
                      .withReason("Forbidden")
                      .withMessage(Messages.denial(deny.findings()))
                      .build())
              .build();
    };
  }
}
