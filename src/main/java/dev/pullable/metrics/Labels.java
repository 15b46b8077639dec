package dev.pullable.metrics;

import java.util.Locale;
import java.util.Set;

/// The values that labels can have: words of ours, so that no request can add one.
final class Labels {
  static final String OTHER = "other";

  /// What the kinds of objects that are reviewed can be; an API server's own kinds count as others.
  static final Set<String> KINDS =
      Set.of(
          "Pod",
          "PodTemplate",
          "ReplicationController",
          "Deployment",
          "ReplicaSet",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "EphemeralContainers",
          "Namespace",
          OTHER);

  private static final Set<String> METHODS = Set.of("HEAD", "GET", "POST");

  private Labels() {}

  static String kind(String kind) {
    return KINDS.contains(kind) ? kind : OTHER;
  }

  static String method(String method) {
    return METHODS.contains(method) ? method : OTHER;
  }

  /// Such as `rate_limited`.
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
