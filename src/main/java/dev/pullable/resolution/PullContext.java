package dev.pullable.resolution;

import dev.pullable.credential.KeyringResult;
import dev.pullable.platform.EligiblePlatforms;
import java.util.List;
import java.util.Optional;

/// What all images of a workload share: credentials and platforms.
///
/// @param namespace the workload's
/// @param keyring the keyring of the secrets that exist, or why none can be made
/// @param secrets what is noteworthy about the named secrets
/// @param platforms where the Pod may land
public record PullContext(
    String namespace, KeyringResult keyring, Secrets secrets, EligiblePlatforms platforms) {

  /// What is noteworthy about the pull secrets that a workload names.
  ///
  /// @param named all names, in the kubelet's order
  /// @param missing those that do not exist
  /// @param unreadable those that could not be read
  /// @param missingServiceAccount the ServiceAccount, if Pods with it would be refused (yet)
  /// @param incomplete whether there may be secrets that are not named here
  /// @param offLimits whether none of the namespace may be read, so that private images are doubt
  public record Secrets(
      List<String> named,
      List<String> missing,
      List<String> unreadable,
      Optional<String> missingServiceAccount,
      boolean incomplete,
      boolean offLimits) {

    public Secrets {
      named = List.copyOf(named);
      missing = List.copyOf(missing);
      unreadable = List.copyOf(unreadable);
    }

    /// Secrets of a namespace that may be read.
    public Secrets(
        List<String> named,
        List<String> missing,
        List<String> unreadable,
        Optional<String> missingServiceAccount,
        boolean incomplete) {
      this(named, missing, unreadable, missingServiceAccount, incomplete, false);
    }
  }
}
