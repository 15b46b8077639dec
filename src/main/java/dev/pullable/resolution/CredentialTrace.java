package dev.pullable.resolution;

import java.util.List;

/// What became of each credential of a Pod for one image, in the order in which the kubelet comes
/// to them: first those that take no part, then those that were tried. Holds nothing secret.
///
/// @param more how many steps there were beside these
public record CredentialTrace(List<Step> steps, int more) {
  /// Nothing to tell.
  public static final CredentialTrace NONE = new CredentialTrace(List.of());

  public CredentialTrace {
    steps = List.copyOf(steps);
  }

  /// All that there is to tell.
  public CredentialTrace(List<Step> steps) {
    this(steps, 0);
  }

  /// One pull secret, one entry of it, or one attempt.
  public sealed interface Step {
    /// A pull secret of which the kubelet takes nothing.
    ///
    /// @param why a clause about it, such as `does not exist` or `is of type Opaque`
    /// @param onlyDockerConfig whether it is there and holds nothing but a docker config, so that
    ///   it can be deleted and made anew
    record Skipped(String secret, String why, boolean onlyDockerConfig) implements Step {
      /// One that is not there, or of which no more is known.
      public Skipped(String secret, String why) {
        this(secret, why, false);
      }
    }

    /// An entry that is not for this image.
    ///
    /// @param entry its registry key, as written
    /// @param why a clause about it, such as `is for another host`
    record NotMatched(String secret, String entry, String why) implements Step {}

    /// A credential that was shown.
    ///
    /// @param holder such as `pull secret regcred` or `the nodes' docker config`
    /// @param entry its registry key, as written; empty where there is none
    /// @param outcome a clause about what came of it, such as `was refused (401)`
    record Tried(String holder, String entry, String outcome) implements Step {}

    /// The attempt without a credential, which the kubelet makes only where it has none.
    ///
    /// @param outcome a clause about what came of it
    record Anonymous(String outcome) implements Step {}
  }
}
