package dev.pullable.workload;

import dev.pullable.workload.ContainerImage.PullPolicy;

/// The pull policy that the API server sees in a container or an image volume.
final class PullPolicies {
  private PullPolicies() {}

  /// The policy written, or the default where none (or none that exists) is written.
  static PullPolicy of(String written, String image) {
    return switch (written) {
      case "Always" -> PullPolicy.ALWAYS;
      case "IfNotPresent" -> PullPolicy.IF_NOT_PRESENT;
      case "Never" -> PullPolicy.NEVER;
      default -> latest(image) ? PullPolicy.ALWAYS : PullPolicy.IF_NOT_PRESENT;
    };
  }

  /// A tag decides even beside a digest, and a digest alone has none (SetDefaults_Container in
  /// pkg/apis/core/v1/defaults.go, ParseImageName in pkg/util/parsers).
  private static boolean latest(String image) {
    int at = image.indexOf('@');
    String tagged = at < 0 ? image : image.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    if (colon > tagged.lastIndexOf('/')) {
      return tagged.substring(colon + 1).equals("latest");
    }
    return at < 0;
  }
}
