package dev.pullable.credential;

/// One user name and password that the kubelet would hand to the container runtime.
///
/// @param username the user name, possibly empty
/// @param password the password, possibly empty
/// @param source where it comes from
public record Credential(String username, Secret password, Source source) {

  /// Where a credential comes from, for explanations; holds nothing secret.
  ///
  /// @param name the name of the pull secret, of the node's file or of the plugin
  /// @param entry the registry key in its docker config, as written but without user info
  public record Source(Origin origin, String name, String entry) {

    /// An entry of a pull secret.
    public Source(String secret, String entry) {
      this(Origin.PULL_SECRET, secret, entry);
    }
  }

  /// The places where the kubelet finds credentials, in its order, and what stands in for them.
  public enum Origin {
    /// A Secret that `imagePullSecrets` names.
    PULL_SECRET,
    /// The docker config in the kubelet's own directory.
    NODE_CONFIG,
    /// An exec plugin of the kubelet's `CredentialProviderConfig`.
    CREDENTIAL_PROVIDER,
    /// The docker config of whoever runs a command, which stands in for a cluster that is not
    /// asked.
    USER_CONFIG
  }

  /// Whether containerd asks anonymously after all: without a user name it looks at no password
  /// (containerd: internal/cri/server/images/image_pull.go, ParseAuth).
  public boolean anonymousOnWire() {
    return username.isEmpty();
  }

  @Override
  public String toString() {
    return "Credential[" + source.name() + ", " + source.entry() + "]";
  }
}
