package dev.pullable.credential;

/// One user name and password that the kubelet would hand to the container runtime.
///
/// @param username the user name, possibly empty
/// @param password the password, possibly empty
/// @param source where it comes from
public record Credential(String username, Secret password, Source source) {

  /// Where a credential comes from, for explanations; holds nothing secret.
  ///
  /// @param secret the name of the pull secret
  /// @param entry the registry key in its docker config, as written but without user info
  public record Source(String secret, String entry) {}

  /// Whether containerd asks anonymously after all: without a user name it looks at no password
  /// (containerd: internal/cri/server/images/image_pull.go, ParseAuth).
  public boolean anonymousOnWire() {
    return username.isEmpty();
  }

  @Override
  public String toString() {
    return "Credential[" + source.secret() + ", " + source.entry() + "]";
  }
}
