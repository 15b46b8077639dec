package dev.pullable.registry;

import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.Digest;
import org.jspecify.annotations.Nullable;

/// The registries, asked one exchange at a time. Every outcome is a value; nothing is thrown.
public interface Registry {

  /// What a reference resolves to for one credential at one endpoint, with as few requests as can
  /// be.
  ManifestAnswer manifest(ManifestRequest request, Deadline deadline);

  /// The platform that an image's config blob states.
  ConfigAnswer config(ConfigRequest request, Deadline deadline);

  /// Some of the tags of a repository, or of the repositories of a registry. A registry that is
  /// only made up lists nothing.
  default NamesAnswer names(NamesRequest request, Deadline deadline) {
    return NamesAnswer.Names.NONE;
  }

  /// The same registries without what they answered too long ago to deny anything on it.
  default Registry now() {
    return this;
  }

  /// A request for a manifest.
  ///
  /// @param repository the path within the registry, such as `library/nginx`
  /// @param reference a tag, or a digest
  /// @param digest the digest, where the reference is one
  /// @param credential what to show if asked; null asks anonymously
  record ManifestRequest(
      Endpoint endpoint,
      String repository,
      String reference,
      @Nullable Digest digest,
      @Nullable Credential credential) {}

  /// A request for an image's config.
  ///
  /// @param config the descriptor found in the image's manifest
  record ConfigRequest(
      Endpoint endpoint,
      String repository,
      Manifest.Descriptor config,
      @Nullable Credential credential) {}

  /// A request for names.
  ///
  /// @param repository of which the tags are asked for; empty for the registry's repositories
  /// @param after where to go on if there are more than a page of them, a word that sorts just
  ///   before those that are of use; empty for the next page
  record NamesRequest(
      Endpoint endpoint, String repository, String after, @Nullable Credential credential) {}
}
