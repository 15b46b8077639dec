package dev.pullable.credential;

/// An entry of a docker config, as the keyring took it. Holds nothing secret.
public sealed interface KeyringEntry {

  /// The name of the pull secret, or of what else the keyring is from.
  String secret();

  /// The registry key as written, without user info.
  String registry();

  /// An entry that may serve a repository.
  ///
  /// @param normalized the host and path that a repository is compared with
  record Usable(String secret, String registry, String normalized) implements KeyringEntry {}

  /// An entry that serves nothing, for the kubelet takes its key for no URL.
  ///
  /// @param why one clause, such as "its host is not valid"
  record Dropped(String secret, String registry, String why) implements KeyringEntry {}
}
