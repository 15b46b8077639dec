package dev.pullable.policy;

import java.util.Optional;

/// Which policy is in force where. Answers at once, from memory.
public interface Policies {

  /// The policy of a namespace, as last seen.
  Policy of(String namespace);

  /// What a request is let in for unseen, if anything.
  ///
  /// @param user who asks, as the API server knows them
  default Optional<Exemption> exemption(
      String namespace, String user, Optional<String> runtimeClass) {
    return Optional.empty();
  }

  /// The images that are not looked at in a namespace.
  default ImageGlobs exemptImages(String namespace) {
    return ImageGlobs.NONE;
  }
}
