package dev.pullable.credential;

import java.util.List;

/// What becomes of a Pod's pull secrets: a keyring, or none because a secret cannot be read.
public sealed interface KeyringResult permits Keyring, KeyringResult.Broken {

  /// No keyring: the kubelet fails the pull of every image of the Pod, whatever its registry, and
  /// sends no request.
  ///
  /// @param secrets every secret that cannot be read; the kubelet names the first only
  record Broken(List<MalformedSecret> secrets) implements KeyringResult {
    public Broken {
      secrets = List.copyOf(secrets);
    }
  }
}
