package dev.pullable.policy;

/// The operator's policy for the whole cluster.
///
/// @param standard what counts where a namespace does not say otherwise
public record ClusterPolicy(Policy standard, Exemptions exemptions) {
  /// Pullable's own.
  public static final ClusterPolicy DEFAULT = new ClusterPolicy(Policy.DEFAULT, Exemptions.NONE);
}
