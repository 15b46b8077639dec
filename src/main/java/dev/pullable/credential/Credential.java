package dev.pullable.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// One user name and password that the kubelet would hand to the container runtime.
///
/// @param username the user name, possibly empty
/// @param password the password, possibly empty
/// @param source where it comes from
public record Credential(String username, Secret password, Source source) {
  private static final int SHORTEST_TOLD = 3;

  /// Where a credential comes from, for explanations; holds nothing secret.
  ///
  /// @param name the name of the pull secret, of the node's file or of the plugin
  /// @param entry the registry key in its docker config, as written but without user info
  public record Source(Origin origin, String name, String entry) {

    /// An entry of a pull secret.
    public Source(String secret, String entry) {
      this(Origin.PULL_SECRET, secret, entry);
    }

    /// Who holds it, such as `pull secret regcred` or `the nodes' docker config`.
    public String holder() {
      return switch (origin) {
        case PULL_SECRET -> "pull secret " + name;
        case NODE_CONFIG -> "the nodes' docker config";
        case CREDENTIAL_PROVIDER -> "the nodes' credential provider plugin " + name;
        case USER_CONFIG -> "your docker config";
      };
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

  /// Whether a text that others wrote tells its password, as it is or as HTTP shows it. One of
  /// three characters is in many texts, and in none of them a secret.
  public boolean isToldBy(String text) {
    String word = password.reveal();
    byte[] pair = (username + ":" + word).getBytes(StandardCharsets.UTF_8);
    return word.length() > SHORTEST_TOLD
        && (contains(text, word)
            || contains(text, Base64.getEncoder().withoutPadding().encodeToString(pair)));
  }

  private static boolean contains(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "Credential[" + source.name() + ", " + source.entry() + "]";
  }
}
