package dev.pullable.admission;

import dev.pullable.admission.ReviewEvents.Answer;
import dev.pullable.policy.Finding;
import dev.pullable.policy.Verdict;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What of a review goes into the cluster's audit log, where kube-apiserver stores each key behind
/// the name of the webhook and a slash.
final class AuditAnnotations {
  /// In characters, each: an audit event is written for every request.
  static final int LONGEST = 4096;

  private static final String SEPARATOR = ", ";

  private AuditAnnotations() {}

  static Map<String, String> unchecked() {
    return Map.of("verdict", word(Answer.UNCHECKED));
  }

  /// Of images that were not looked at, where each stands.
  static Map<String, String> exempt(List<ContainerImage> images) {
    return Map.of("exempt-images", joined(images.stream().map(ContainerImage::fieldPath).toList()));
  }

  static Map<String, String> of(Answer answer, Review review) {
    Verdict verdict = review.verdict();
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("verdict", word(answer));
    put(annotations, "reasons", reasons(verdict));
    if (verdict instanceof Verdict.Suspended it) {
      annotations.put("break-glass", it.breakGlass().text());
      put(annotations, "suspended", reasons(it.findings().stream()));
    }
    put(annotations, "audited", Messages.warnings(verdict.audited()));
    put(annotations, "digests", digests(review));
    return annotations;
  }

  private static String word(Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT);
  }

  /// Of all findings, such as `spec.containers[0].image=TagNotFound`.
  private static List<String> reasons(Verdict verdict) {
    return reasons(
        Stream.of(verdict.denied(), verdict.suspended(), verdict.warnings(), verdict.audited())
            .flatMap(List<Finding>::stream));
  }

  private static List<String> reasons(Stream<Finding> findings) {
    return findings.map(it -> it.image().fieldPath() + "=" + it.reason().word()).toList();
  }

  /// What each image that can be pulled is now, so that the log says what a tag meant.
  private static List<String> digests(Review review) {
    List<String> digests = new ArrayList<>();
    review
        .resolutions()
        .forEach((image, resolution) -> {
          if (resolution instanceof Resolution.Pullable pullable) {
            digests.add(image.fieldPath() + "=" + pullable.digest());
          }
        });
    return digests;
  }

  private static void put(Map<String, String> annotations, String key, List<String> entries) {
    if (!entries.isEmpty()) {
      annotations.put(key, joined(entries));
    }
  }

  /// As many entries as there is room for, and how many more there are.
  private static String joined(List<String> entries) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < entries.size(); i++) {
      String separator = i == 0 ? "" : SEPARATOR;
      String rest = SEPARATOR + "and " + (entries.size() - i) + " more";
      if (text.length() + separator.length() + entries.get(i).length() + rest.length() > LONGEST) {
        return text.append(rest).toString();
      }
      text.append(separator).append(entries.get(i));
    }
    return text.toString();
  }
}
